/** Content folders -> a publication: signed packs, prerendered pages, swapped in at once. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { PlaceIndex } from "../core/pack.ts";
import type { CertifiedFile } from "../seal/certify.ts";
import { checkContent } from "./content/check-content.ts";
import { compileForms } from "./content/check-forms.ts";
import { ContentError, type Fault, InputError } from "./content/fault.ts";
import { type CompiledPlace, compilePlace } from "./pack/compile-place.ts";
import { writePrecompressed } from "./pack/precompress.ts";
import type { PublishKeys } from "./pack/publish-keys.ts";
import { publishPack } from "./pack/publish-pack.ts";
import { type Site, type SitePlace, type SiteReport, writeSite } from "./site/write-site.ts";

export type PublishInput = {
  /** Folders of places, the home's place first. */
  readonly contentDirs: readonly string[];
  /** Holds one folder a publication and the link `current`. */
  readonly outDir: string;
  readonly keys: PublishKeys;
  readonly certified: CertifiedFile;
  readonly now: Date;
  /** Without it only packs are written. */
  readonly site?: Site;
};

export type PublishReport = {
  /** The folder that `current` leads to now. */
  readonly dir: string;
  readonly places: readonly { readonly id: string; readonly sequence: number; readonly isNew: boolean }[];
  readonly site: SiteReport;
  readonly warnings: readonly Fault[];
};

/** Publications kept beside the current one, for requests that are under way. */
const publicationsKept = 2;

function titlesOf({ place, texts }: CompiledPlace): Record<string, string> {
  return Object.fromEntries(
    [...texts].flatMap(([language, block]) => {
      const title = block.texts[place.title];
      return typeof title === "string" ? [[language, title]] : [];
    }),
  );
}

/** Points `current` at a publication in one rename, so that no request sees half of two. */
function swapIn(outDir: string, name: string): void {
  const beside = join(outDir, `current.${process.pid}.new`);
  rmSync(beside, { force: true });
  symlinkSync(name, beside);
  renameSync(beside, join(outDir, "current"));
  const older = readdirSync(outDir)
    .filter((entry) => /^\d{8}T\d{9}Z/.test(entry) && entry !== name)
    .sort()
    .slice(0, -publicationsKept);
  for (const entry of older) rmSync(join(outDir, entry), { recursive: true, force: true });
}

function newFolder(outDir: string, now: Date): string {
  const stamp = now.toISOString().replaceAll(/[-:.]/g, "");
  for (let number = 0; ; number += 1) {
    const name = number === 0 ? stamp : `${stamp}-${number}`;
    if (!existsSync(join(outDir, name))) return name;
  }
}

/**
 * Publishes. Everything is compiled and written beside the current publication and swapped in at the end; on any failure the
 * current one stays as it is. Throws {@link ContentError} naming file, line and cure, or {@link InputError}.
 */
export async function publish(input: PublishInput): Promise<PublishReport> {
  const { contentDirs, outDir, keys, certified, now } = input;
  const today = now.toISOString().slice(0, 10);
  const checked = contentDirs.map((dir) => checkContent({ dir, today }));
  const loaded = checked.flatMap(({ place }) => (place ? [place] : []));
  const compiledForms = await Promise.all(loaded.map((place) => compileForms(place)));
  const faults = [...checked.flatMap((one) => one.faults), ...compiledForms.flatMap((one) => one.faults)];
  const errors = faults.filter((fault) => fault.severity === "error");
  if (errors.length > 0) throw new ContentError(errors);
  const ids = loaded.map((place) => place.sheet.item.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new InputError(`the place ${twice} is given twice`, "give each place once");
  const example = keys.practice ? undefined : loaded.find((place) => place.sheet.item.practice);
  if (example)
    throw new InputError(
      `${example.dir}: an example place cannot be signed with real keys`,
      "leave it out of --content",
    );

  const link = join(outDir, "current");
  const previousDir = existsSync(link) ? realpathSync(link) : null;
  mkdirSync(outDir, { recursive: true });
  const name = newFolder(outDir, now);
  const target = { dir: join(outDir, name), previousDir };
  try {
    const places: SitePlace[] = [];
    const results: PublishReport["places"][number][] = [];
    for (const [index, place] of loaded.entries()) {
      const forms = compiledForms[index]?.forms ?? new Map();
      const compiled = compilePlace(place, forms);
      const { manifest, isNew } = await publishPack({ compiled, forms, keys, certified, now, target });
      places.push({ compiled, manifest });
      results.push({ id: compiled.place.id, sequence: manifest.sequence, isNew });
    }
    const index: PlaceIndex = {
      v: 1,
      places: places.map(({ compiled }) => ({
        id: compiled.place.id,
        titles: titlesOf(compiled),
        practice: compiled.place.practice || keys.practice,
        languages: compiled.place.languages,
      })),
    };
    await writePrecompressed(target, "packs/index.json", `${JSON.stringify(index)}\n`);
    const site = input.site ? await writeSite(input.site, target, places) : { pages: 0, tooLarge: [] };
    const languages = [...new Set(places.flatMap(({ compiled }) => compiled.place.languages))];
    const styleHash = input.site?.template.styleHash ?? null;
    writeFileSync(
      join(target.dir, "site.json"),
      `${JSON.stringify({ v: 1, styleHash, practice: keys.practice, languages, places: results.map(({ id, sequence }) => ({ id, sequence })) })}\n`,
    );
    swapIn(outDir, name);
    return { dir: target.dir, places: results, site, warnings: faults };
  } catch (error) {
    rmSync(target.dir, { recursive: true, force: true });
    throw error;
  }
}
