/**
 * The few globals of browsers and Node that this folder may use. Neither `dom` nor `node` types are loaded here, so anything
 * else does not compile. Public signatures use `KeyHandle` (key-handle.ts), never these names.
 */

interface CryptoKey {
  readonly algorithm: { readonly name: string };
  readonly extractable: boolean;
  readonly type: "private" | "public" | "secret";
  readonly usages: KeyUsageName[];
}

type KeyUsageName = "decrypt" | "deriveBits" | "deriveKey" | "encrypt" | "sign" | "unwrapKey" | "verify" | "wrapKey";

interface CryptoKeyPair {
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
}

interface EcJsonWebKey {
  kty?: string;
  crv?: string;
  x?: string;
  y?: string;
  d?: string;
}

type EcParams = { name: "ECDSA" | "ECDH"; namedCurve: "P-256" };
type EcdsaParams = { name: "ECDSA"; hash: "SHA-256" };
type AesGcmParams = { name: "AES-GCM"; iv: Uint8Array; additionalData: Uint8Array };
type AesKeyParams = { name: "AES-GCM"; length: 256 };
type HkdfParams = { name: "HKDF"; hash: "SHA-256"; salt: Uint8Array; info: Uint8Array };
type Pbkdf2Params = { name: "PBKDF2"; hash: "SHA-256"; salt: Uint8Array; iterations: number };

interface SubtleCrypto {
  digest(algorithm: "SHA-256", data: Uint8Array): Promise<ArrayBuffer>;
  encrypt(algorithm: AesGcmParams, key: CryptoKey, data: Uint8Array): Promise<ArrayBuffer>;
  decrypt(algorithm: AesGcmParams, key: CryptoKey, data: Uint8Array): Promise<ArrayBuffer>;
  sign(algorithm: EcdsaParams, key: CryptoKey, data: Uint8Array): Promise<ArrayBuffer>;
  verify(algorithm: EcdsaParams, key: CryptoKey, signature: Uint8Array, data: Uint8Array): Promise<boolean>;
  deriveBits(algorithm: HkdfParams | Pbkdf2Params, key: CryptoKey, length: number): Promise<ArrayBuffer>;
  deriveKey(
    algorithm: HkdfParams | Pbkdf2Params,
    key: CryptoKey,
    derived: AesKeyParams,
    extractable: boolean,
    usages: KeyUsageName[],
  ): Promise<CryptoKey>;
  importKey(
    format: "raw",
    data: Uint8Array,
    algorithm: "HKDF" | "PBKDF2" | "AES-GCM",
    extractable: boolean,
    usages: KeyUsageName[],
  ): Promise<CryptoKey>;
  importKey(
    format: "jwk",
    data: EcJsonWebKey,
    algorithm: EcParams,
    extractable: boolean,
    usages: KeyUsageName[],
  ): Promise<CryptoKey>;
  exportKey(format: "jwk", key: CryptoKey): Promise<EcJsonWebKey>;
  wrapKey(format: "raw", key: CryptoKey, wrappingKey: CryptoKey, algorithm: AesGcmParams): Promise<ArrayBuffer>;
  unwrapKey(
    format: "raw",
    wrapped: Uint8Array,
    wrappingKey: CryptoKey,
    algorithm: AesGcmParams,
    keyAlgorithm: "AES-GCM",
    extractable: boolean,
    usages: KeyUsageName[],
  ): Promise<CryptoKey>;
  generateKey(algorithm: EcParams, extractable: boolean, usages: KeyUsageName[]): Promise<CryptoKeyPair>;
  generateKey(algorithm: AesKeyParams, extractable: boolean, usages: KeyUsageName[]): Promise<CryptoKey>;
  // Last, because the libraries infer their key type from the last signature.
  generateKey(algorithm: never, extractable: boolean, usages: KeyUsageName[]): Promise<CryptoKeyPair | CryptoKey>;
}

declare var crypto: {
  readonly subtle: SubtleCrypto;
  getRandomValues<T extends Uint8Array>(array: T): T;
};

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(label: "utf-8", options: { fatal: boolean; ignoreBOM: boolean });
  decode(bytes: Uint8Array): string;
}

declare function atob(text: string): string;
declare function btoa(binary: string): string;

interface ByteTransform {
  readonly readable: {
    getReader(): {
      read(): Promise<{ done: false; value: Uint8Array } | { done: true; value?: undefined }>;
      cancel(): Promise<void>;
    };
  };
  readonly writable: {
    getWriter(): {
      readonly ready: Promise<void>;
      write(bytes: Uint8Array): Promise<void>;
      close(): Promise<void>;
      abort(): Promise<void>;
    };
  };
}

declare const CompressionStream: new (format: "deflate-raw") => ByteTransform;
declare const DecompressionStream: new (format: "deflate-raw") => ByteTransform;
