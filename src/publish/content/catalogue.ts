/** Translations of a place's texts into one language: a gettext PO catalogue, so that Weblate and Poedit can edit it. */
import PO from "pofile";
import type { TextId, TextOrigin } from "../../core/text.ts";
import { errorAt, type Fault, type Position } from "./fault.ts";

export type CatalogueEntry = {
  readonly id: TextId;
  /** The source text that was translated. */
  readonly source: string;
  /** Empty: not translated yet. */
  readonly translation: string;
  /** The source changed after this was translated (gettext's `fuzzy`). */
  readonly isFuzzy: boolean;
  /** From a translator's comment `# reviewed-by: NAME, 2026-11-24`. */
  readonly reviewed: { readonly by: string; readonly at: string } | null;
  /** Comments of translators that are no review. */
  readonly comments: readonly string[];
  readonly at: Position;
};
export type Catalogue = {
  readonly file: string;
  readonly origin: TextOrigin["kind"];
  readonly entries: ReadonlyMap<TextId, CatalogueEntry>;
};

const reviewPattern = /^reviewed-by:\s*(.+?),\s*(\d{4}-\d\d-\d\d)\s*$/;
const quoted = /^"((?:[^"\\]|\\.)*)"\s*$/;
const keyword = /^(msgctxt|msgid|msgstr(?:\[\d+\])?|msgid_plural)\s+(".*)$/;

/** pofile accepts nearly anything; a catalogue that an editor broke must not lose entries silently. */
function findSyntaxFaults({ file, source }: { readonly file: string; readonly source: string }): readonly Fault[] {
  const cure = 'write msgctxt, msgid and msgstr each with its text between two quotation marks, and \\" inside a text';
  return source.split(/\r?\n/).flatMap((line, index) => {
    const text = line.trim();
    if (text === "" || text.startsWith("#")) return [];
    const rest = keyword.exec(text)?.[2] ?? text;
    if (quoted.test(rest)) return [];
    return [errorAt({ file, line: index + 1 }, `this is not valid PO: ${text.slice(0, 60)}`, cure)];
  });
}

/** Line of each `msgctxt`, in the order of the file. */
const contextLines = (source: string): readonly number[] =>
  source.split("\n").flatMap((line, index) => (/^\s*msgctxt\s/.test(line) ? [index + 1] : []));

function originOf(header: string | undefined): TextOrigin["kind"] | null {
  const kind = header ?? "machine";
  return kind === "machine" || kind === "imported" || kind === "reviewed" ? kind : null;
}

/** Reads a catalogue; faults name the line. Entries are found by `msgctxt`, which is the text's id. */
export function parseCatalogue(input: { readonly file: string; readonly source: string }): {
  readonly catalogue: Catalogue;
  readonly faults: readonly Fault[];
} {
  const { file } = input;
  const source = input.source.replaceAll("\r\n", "\n");
  const faults = [...findSyntaxFaults({ file, source })];
  const entries = new Map<TextId, CatalogueEntry>();
  if (faults.length > 0) return { catalogue: { file, origin: "machine", entries }, faults };
  const po = PO.parse(source);
  const header = po.headers["X-Passerelle-Origin"];
  const origin = originOf(header);
  if (origin === null || origin === "reviewed") {
    const cure = "write machine or imported; mark single texts with a comment `# reviewed-by: NAME, 2026-11-24`";
    faults.push(errorAt({ file, line: 1 }, `X-Passerelle-Origin is "${header ?? ""}"`, cure));
  }
  const lines = contextLines(source);
  let met = 0;
  for (const item of po.items) {
    // pofile says null where its types say undefined.
    const id: string | null | undefined = item.msgctxt;
    const at = { file, line: id === undefined || id === null ? 1 : (lines[met] ?? 1) };
    if (id === undefined || id === null) {
      const what = `the entry "${item.msgid.slice(0, 40)}" has no msgctxt`;
      faults.push(errorAt(at, what, "run `passerelle content extract` and translate the entries that it writes"));
      continue;
    }
    met += 1;
    if (item.obsolete) continue;
    if (entries.has(id)) faults.push(errorAt(at, `the text ${id} stands twice`, "keep one of the two entries"));
    const review = item.comments.map((comment) => reviewPattern.exec(comment.trim())).find((match) => match !== null);
    entries.set(id, {
      id,
      source: item.msgid.trim(),
      translation: (item.msgstr[0] ?? "").trim(),
      isFuzzy: item.flags.fuzzy === true,
      reviewed: review ? { by: review[1] ?? "", at: review[2] ?? "" } : null,
      comments: item.comments.filter((comment) => !reviewPattern.test(comment.trim())),
      at,
    });
  }
  return { catalogue: { file, origin: origin ?? "machine", entries }, faults };
}

/** What {@link formatCatalogue} writes of one text. */
export type CatalogueRow = Omit<CatalogueEntry, "at">;

/** Writes a catalogue; the same rows give the same bytes. */
export function formatCatalogue(input: {
  readonly place: string;
  readonly language: string;
  readonly origin: TextOrigin["kind"];
  readonly rows: readonly CatalogueRow[];
}): string {
  const po = new PO();
  po.headers = {
    "Project-Id-Version": `passerelle ${input.place}`,
    Language: input.language,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "X-Passerelle-Origin": input.origin,
  };
  Object.assign(po, { headerOrder: Object.keys(po.headers) });
  po.items = input.rows.map((row) => {
    const item = new PO.Item();
    item.msgctxt = row.id;
    item.msgid = row.source;
    item.msgstr = [row.translation];
    const review = row.reviewed ? [`reviewed-by: ${row.reviewed.by}, ${row.reviewed.at}`] : [];
    item.comments = [...row.comments, ...review];
    if (row.isFuzzy) item.flags.fuzzy = true;
    return item;
  });
  return `${po.toString().trimEnd()}\n`;
}
