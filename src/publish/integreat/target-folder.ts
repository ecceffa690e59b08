import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { ParseError, slug } from "../../core/parse.ts";
import { InputError } from "../content/fault.ts";

/** Where an import writes: a folder that is empty, missing, or an earlier import. Throws {@link InputError}. */
export function checkTarget(input: { readonly place: string; readonly out: string }): void {
  try {
    slug(input.place, "--place");
  } catch (error) {
    if (error instanceof ParseError)
      throw new InputError(error.message, "give the place an id like landkreis-augsburg");
    throw error;
  }
  if (basename(resolve(input.out)) !== input.place)
    throw new InputError(
      `--out ${input.out}: the folder is not named like the place`,
      `write --out ${join(dirname(input.out), input.place)}`,
    );
  if (!existsSync(input.out) || readdirSync(input.out).length === 0) return;
  const sheet = join(input.out, "place.yaml");
  if (existsSync(sheet) && /^importedFrom:/m.test(readFileSync(sheet, "utf8"))) return;
  throw new InputError(`--out ${input.out}: holds files that were not imported`, "choose an empty folder");
}

/** Writes all files beside the folder and renames, so that a failure leaves nothing behind. */
export function swapIn(out: string, files: ReadonlyMap<string, string>): void {
  const beside = `${resolve(out)}.${process.pid}.new`;
  const before = `${resolve(out)}.${process.pid}.old`;
  try {
    for (const [name, content] of files) {
      mkdirSync(dirname(join(beside, name)), { recursive: true });
      writeFileSync(join(beside, name), content);
    }
    if (existsSync(out)) renameSync(out, before);
    renameSync(beside, out);
  } finally {
    rmSync(beside, { recursive: true, force: true });
    rmSync(before, { recursive: true, force: true });
  }
}
