/** Private keys as files of an operator or editor (mode 0600, written by src/cli/key-store), and the roots that an app is built with. */
import { certifiedKey, type PublicJwk, type PublisherList, publicJwk } from "../core/pack.ts";
import {
  array,
  boolean,
  integer,
  isoInstant,
  literal,
  type Parsed,
  ParseError,
  type Parser,
  sha256,
  strictObject,
} from "../core/parse.ts";
import {
  generatePrivateJwk,
  importKeyPair,
  isKidOf,
  type PrivateJwk,
  privateJwk,
  publicHalf,
  thumbprint,
} from "./ec-keys.ts";
import type { SigningKey } from "./key-handle.ts";

const kinds = ["root", "publisher", "hub"] as const;
export type KeyKind = (typeof kinds)[number];

/** A private ECDSA P-256 key and what it is for. */
export const keyFile = strictObject({
  v: literal(1),
  kind: literal(...kinds),
  /** Signs only what says PRACTICE. */
  practice: boolean,
  madeAt: isoInstant,
  kid: sha256,
  jwk: privateJwk,
});
export type KeyFile = Parsed<typeof keyFile>;

/** `roots.json`: public halves only. Compiled into the app, so a changed one needs a new build. */
export const rootsFile = strictObject({ practice: boolean, roots: array(publicJwk, { maxItems: 16 }) });
export type RootsFile = Parsed<typeof rootsFile>;

/** A file that cannot be used; `message` names the place, `cure` what to do. The `passerelle` command ends with exit status 2. */
export class KeyFileError extends Error {
  override readonly name = "KeyFileError";
  readonly cure: string;
  constructor(place: string, cure: string) {
    super(place);
    this.cure = cure;
  }
}

/** Parses a file's text as JSON of the given shape. Throws {@link KeyFileError} that names `file` and the field. */
export function readJsonFile<T>(from: { text: string; file: string; parse: Parser<T>; cure: string }): T {
  let value: unknown;
  try {
    value = JSON.parse(from.text);
  } catch (error) {
    throw new KeyFileError(`${from.file}: is no JSON (${error instanceof Error ? error.message : ""})`, from.cure);
  }
  try {
    return from.parse(value);
  } catch (error) {
    if (error instanceof ParseError) throw new KeyFileError(`${from.file}: ${error.message}`, from.cure);
    throw error;
  }
}

export async function createKeyFile(of: { kind: KeyKind; practice: boolean; now: Date }): Promise<KeyFile> {
  const jwk = await generatePrivateJwk("ECDSA");
  return { v: 1, kind: of.kind, practice: of.practice, madeAt: of.now.toISOString(), kid: await thumbprint(jwk), jwk };
}

/** The key of a file, ready to sign, non-extractable. Throws {@link KeyFileError} for a key of another kind or a wrong `kid`. */
export async function openKeyFile(of: { content: KeyFile; kind: KeyKind; file: string }): Promise<SigningKey> {
  const { content, kind, file } = of;
  if (content.kind !== kind)
    throw new KeyFileError(`${file}: kind: is a ${content.kind} key`, `give the file of a ${kind} key`);
  if (!(await isKidOf({ kid: content.kid, jwk: content.jwk })))
    throw new KeyFileError(`${file}: kid: is not the thumbprint of jwk`, "restore the file from its copy");
  const { privateKey } = await importKeyPair({ jwk: content.jwk, use: "ECDSA" });
  return { kid: content.kid, privateKey };
}

export const publicJwkOf = (file: { readonly jwk: PrivateJwk }): PublicJwk => publicHalf(file.jwk);

/** The next list of publishers: one more key, sequence one higher. `before` is null for the first list. */
export function addPublisher(of: {
  before: PublisherList | null;
  publisher: KeyFile;
  now: Date;
  validDays: number;
}): PublisherList {
  const { before, publisher, now, validDays } = of;
  const entry = certifyKey({ kid: publisher.kid, jwk: publicJwkOf(publisher), now, validDays });
  const others = (before?.publishers ?? []).filter((known) => known.kid !== publisher.kid);
  return {
    ...before,
    v: 1,
    purpose: "publishers",
    sequence: (before?.sequence ?? 0) + 1,
    issuedAt: now.toISOString(),
    practice: publisher.practice,
    publishers: [...others, entry],
  };
}

const dayMs = 86_400_000;
export const validDaysRange = integer({ min: 1, max: 3_660 });

/** A certified key, valid from the start of the day (UTC), so that a device whose clock is a little late can use it at once. */
export function certifyKey(of: { kid: string; jwk: PublicJwk; now: Date; validDays: number }) {
  const { validFrom, validUntil } = validity(of);
  return certifiedKey({ kid: of.kid, jwk: { ...of.jwk }, validFrom, validUntil });
}

export function validity({ now, validDays }: { now: Date; validDays: number }) {
  const start = Math.floor(now.getTime() / dayMs) * dayMs;
  return {
    validFrom: new Date(start).toISOString(),
    validUntil: new Date(start + validDays * dayMs).toISOString(),
  };
}
