/** A WebCrypto key as browsers and Node type it, named here so that no consumer needs the types of the other. */
export type KeyHandle = {
  readonly algorithm: { readonly name: string };
  readonly extractable: boolean;
  readonly type: "private" | "public" | "secret";
  readonly usages: ("decrypt" | "deriveBits" | "deriveKey" | "encrypt" | "sign" | "unwrapKey" | "verify" | "wrapKey")[];
};

/** An ECDH or ECDSA P-256 pair. HPKE needs both halves to open, since a non-extractable private key does not tell its public one. */
export type KeyPairHandle = { readonly publicKey: KeyHandle; readonly privateKey: KeyHandle };

/** A private ECDSA P-256 key with its `kid` (RFC 7638 thumbprint of the public half): what signs a JWS. */
export type SigningKey = { readonly kid: string; readonly privateKey: KeyHandle };

/** A private ECDH P-256 key that something was sealed to; `kid` is its thumbprint, or `case`. */
export type RecipientKey = { readonly kid: string; readonly keyPair: KeyPairHandle };
