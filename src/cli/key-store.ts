/** Key files on disk. Private ones are written once, with mode 0600, and never overwritten. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type PublisherList, publisherList } from "../core/pack.ts";
import { type CertifiedFile, certifiedFile, certify, emptyCertifiedFile } from "../seal/certify.ts";
import { readJws } from "../seal/jws.ts";
import {
  addPublisher,
  createKeyFile,
  type KeyFile,
  KeyFileError,
  type KeyKind,
  keyFile,
  openKeyFile,
  publicJwkOf,
  type RootsFile,
  readJsonFile,
  rootsFile,
} from "../seal/key-file.ts";
import { signPublisherList } from "../seal/manifest.ts";

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const isErrno = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && "code" in error;

/** A file's text. Throws {@link KeyFileError} when it cannot be read. */
export function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (isErrno(error)) throw new KeyFileError(`${file}: cannot be read (${error.code})`, "check the path");
    throw error;
  }
}

/** Writes a file that must not be there yet. Throws {@link KeyFileError} when it is, or when its folder is missing. */
export function writeNew(file: string, text: string, { isPrivate }: { isPrivate: boolean }): void {
  try {
    writeFileSync(file, text, { flag: "wx", mode: isPrivate ? 0o600 : 0o644, flush: true });
  } catch (error) {
    if (isErrno(error) && error.code === "EEXIST")
      throw new KeyFileError(`${file}: is already there`, "choose another name; keys are never overwritten");
    if (isErrno(error)) throw new KeyFileError(`${file}: cannot be written (${error.code})`, "check the folder");
    throw error;
  }
}

/** Replaces a public file whole: a crash leaves the old one or the new one. */
export function replaceFile(file: string, text: string): void {
  const fresh = `${file}.new`;
  try {
    writeFileSync(fresh, text, { flush: true });
    renameSync(fresh, file);
  } catch (error) {
    if (isErrno(error)) throw new KeyFileError(`${file}: cannot be written (${error.code})`, "check the folder");
    throw error;
  }
}

export function readKeyFile({ file, kind }: { file: string; kind: KeyKind }): KeyFile {
  const cure = `give the file that \`passerelle keys ${kind === "hub" ? "…" : kind}\` wrote`;
  const content = readJsonFile({ text: readText(file), file, parse: keyFile, cure });
  if (content.kind !== kind) throw new KeyFileError(`${file}: kind: is a ${content.kind} key`, cure);
  return content;
}

/** Makes a key and writes it to a new private file. */
export async function writeKeyFile(of: {
  file: string;
  kind: KeyKind;
  practice: boolean;
  now: Date;
}): Promise<KeyFile> {
  const made = await createKeyFile(of);
  writeNew(of.file, json(made), { isPrivate: true });
  return made;
}

/** The certified keys; none when the file is not there yet. */
export function readCertified(file: string): CertifiedFile {
  if (!existsSync(file)) return emptyCertifiedFile;
  return readJsonFile({ text: readText(file), file, parse: certifiedFile, cure: "restore the file from its copy" });
}

export const writeCertified = (file: string, content: CertifiedFile): void => replaceFile(file, json(content));

export const readRoots = (file: string): RootsFile =>
  readJsonFile({
    text: readText(file),
    file,
    parse: rootsFile,
    cure: "make it with `passerelle keys root --roots FILE`",
  });

/** The roots so far, none when the file is not there yet. Practice roots and real ones do not mix. */
export function readRootsBefore({ file, practice }: { file: string; practice: boolean }): RootsFile {
  const known = existsSync(file) ? readRoots(file) : { practice, roots: [] };
  if (known.practice !== practice)
    throw new KeyFileError(`${file}: practice: is ${known.practice}`, "keep practice roots in a file of their own");
  return known;
}

/** Adds a root's public half to the roots so far. */
export const addRoot = ({ file, before, root }: { file: string; before: RootsFile; root: KeyFile }): void =>
  replaceFile(file, json({ ...before, roots: [...before.roots, publicJwkOf(root)] }));

/** The list of publishers so far, null when the file is not there yet. Practice keys and real ones do not mix. */
export function readListBefore({ file, practice }: { file: string; practice: boolean }): PublisherList | null {
  if (!existsSync(file)) return null;
  const read = readJws({ jws: readText(file).trim(), type: "publishers", parse: publisherList });
  if (!read) throw new KeyFileError(`${file}: is no list of publishers`, "restore the file from its copy");
  if (read.payload.practice !== practice)
    throw new KeyFileError(
      `${file}: practice: is ${read.payload.practice}`,
      "keep practice lists in a file of their own",
    );
  return read.payload;
}

/** Writes the list with one more publisher, signed by a root; returns its sequence. */
export async function addPublisherToList(job: {
  file: string;
  before: PublisherList | null;
  root: KeyFile;
  publisher: KeyFile;
  now: Date;
  validDays: number;
}): Promise<number> {
  const next = addPublisher(job);
  const root = await openKeyFile({ content: job.root, kind: "root", file: "root" });
  replaceFile(job.file, `${await signPublisherList(next, root)}\n`);
  return next.sequence;
}

/** Where {@link ensurePracticeKeys} keeps what. */
export const practiceFiles = (dir: string) => ({
  roots: join(dir, "roots.json"),
  root1: join(dir, "root-1.private.json"),
  root2: join(dir, "root-2.private.json"),
  publisher: join(dir, "publisher.private.json"),
  publishers: join(dir, "publishers.jws"),
  hub: join(dir, "hub.private.json"),
  certified: join(dir, "certified.json"),
});

const practiceDays = 3_650;

/**
 * Practice keys in `dir`: two roots, a publisher on a signed list, a hub key that is certified for any origin. Makes what is missing and
 * keeps what is there, so a start that was interrupted is finished by the next.
 */
export async function ensurePracticeKeys(dir: string, now: Date): Promise<ReturnType<typeof practiceFiles>> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const files = practiceFiles(dir);
  const ensure = async (file: string, kind: KeyKind): Promise<KeyFile> =>
    existsSync(file) ? readKeyFile({ file, kind }) : writeKeyFile({ file, kind, practice: true, now });
  const root1 = await ensure(files.root1, "root");
  const root2 = await ensure(files.root2, "root");
  const publisher = await ensure(files.publisher, "publisher");
  const hub = await ensure(files.hub, "hub");
  if (!existsSync(files.roots))
    replaceFile(files.roots, json({ practice: true, roots: [publicJwkOf(root1), publicJwkOf(root2)] }));
  if (!existsSync(files.publishers))
    await addPublisherToList({
      file: files.publishers,
      before: null,
      root: root1,
      publisher,
      now,
      validDays: practiceDays,
    });
  const certified = readCertified(files.certified);
  if (!certified.hubs.some((entry) => entry.keys.some((key) => key.kid === hub.kid))) {
    const request = { v: 1 as const, purpose: "hub" as const, origin: null, jwk: publicJwkOf(hub) };
    writeCertified(files.certified, (await certify({ file: certified, request, now, validDays: practiceDays })).file);
  }
  return files;
}
