/** The content key: 32 fresh random bytes that seal one thing. HKDF (RFC 5869) makes one AES-256-GCM key for each piece of it. */
import { type Bytes, concat, uint32, utf8 } from "./bytes.ts";
import type { KeyHandle } from "./key-handle.ts";

export const contentKeyBytes = 32;

export type Piece =
  | { readonly kind: "payload" }
  | { readonly kind: "part"; readonly index: number }
  | { readonly kind: "message" };

/** The content key as a handle that cannot be read out again, only derived from. */
export const importContentKey = (raw: Uint8Array): Promise<KeyHandle> =>
  crypto.subtle.importKey("raw", raw, "HKDF", false, ["deriveKey"]);

/** The AES-256-GCM key of one piece; `salt` is the envelope's id, so that no piece of another envelope shares it. */
export function pieceKey(from: { contentKey: KeyHandle; salt: Uint8Array; piece: Piece }): Promise<KeyHandle> {
  return crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: from.salt, info: pieceLabel(from.piece) },
    from.contentKey,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

function pieceLabel(piece: Piece): Bytes {
  const label = utf8(`passerelle 1 ${piece.kind}\0`);
  return piece.kind === "part" ? concat(label, uint32(piece.index)) : label;
}
