import { existsSync, linkSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** Where files are written, and the last publication, whose unchanged files are linked instead of compressed again. */
export type Target = { readonly dir: string; readonly previousDir: string | null };

const isSame = (file: string, content: Buffer): boolean => existsSync(file) && readFileSync(file).equals(content);

/** Brotli at its best quality, with the size told beforehand. Deterministic. */
export const compressBrotli = (content: Buffer): Promise<Buffer> =>
  brotli(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });

/** Writes `name`, `name.br` and `name.gz` below the target. Returns the size of the brotli. */
export async function writePrecompressed(target: Target, name: string, text: string | Uint8Array): Promise<number> {
  const content = typeof text === "string" ? Buffer.from(text) : Buffer.from(text);
  const file = join(target.dir, name);
  mkdirSync(dirname(file), { recursive: true });
  const before = target.previousDir === null ? null : join(target.previousDir, name);
  if (before !== null && isSame(before, content) && existsSync(`${before}.br`) && existsSync(`${before}.gz`)) {
    for (const suffix of ["", ".br", ".gz"]) if (!existsSync(file + suffix)) linkSync(before + suffix, file + suffix);
    return readFileSync(`${file}.br`).length;
  }
  const [br, gz] = await Promise.all([compressBrotli(content), gzipped(content, { level: 9 })]);
  writeFileSync(file, content);
  writeFileSync(`${file}.br`, br);
  writeFileSync(`${file}.gz`, gz);
  return br.length;
}
