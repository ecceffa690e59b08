/**
 * Which fields of the content hold texts that are translated, declared once. Extraction, the checks, publishing and open data
 * all walk this declaration. A text's id is `kind.id.field`, list items by their `id`, else by their index:
 * `procedure.ask-for-asylum.steps.say-it.body`, `procedure.ask-for-asylum.law.0.title`, `place.lifeEvents.arriving.title`.
 */
import { isRecord } from "../../core/parse.ts";
import type { TextId } from "../../core/text.ts";

/** `plain` is one line of text; `rich` is our Markdown subset. */
export type TextStyle = "plain" | "rich";
type Field = TextStyle | Fields | { readonly list: Fields };
type Fields = { readonly [name: string]: Field };

const deadline: Fields = { text: "plain", ifMissed: "plain" };
const consequences: Fields = {
  legalEffect: "plain",
  deadline: "plain",
  otherWays: "plain",
  mayLearn: { source: "plain" },
  adviser: "plain",
};
const step: Fields = { title: "plain", body: "rich", cost: "plain", duration: "plain", deadline };
const law: Fields = { title: "plain", transition: "plain", territory: "plain", note: "plain" };
const notice: Fields = {
  controller: "plain",
  dataProtectionOfficer: "plain",
  purpose: "plain",
  legalBasis: "plain",
  recipients: "plain",
  retention: "plain",
  rights: "plain",
  complaint: "plain",
  ifNotGiven: "plain",
};

/** Official words (`host.word`), addresses, numbers and acts are facts and stay as they are in every language. */
export const textFields = {
  place: {
    title: "plain",
    about: "rich",
    lifeEvents: { list: { title: "plain" } },
    helplines: { list: { title: "plain", about: "plain", hours: "plain", languages: "plain" } },
    desks: { list: { title: "plain" } },
  },
  procedure: {
    title: "plain",
    summary: "plain",
    who: "plain",
    about: "rich",
    differs: "rich",
    steps: { list: step },
    cost: "plain",
    deadline,
    duration: "plain",
    law: { list: law },
  },
  page: { title: "plain", body: "rich" },
  document: { title: "plain", about: "rich" },
  office: { title: "plain", hoursNote: "plain", accessibility: "plain", about: "rich", consequences },
  "office-kind": { title: "plain", about: "rich", consequences },
  term: { title: "plain", definition: "rich" },
  form: { title: "plain", summary: "plain", consequences, notice, phrases: { list: { text: "plain" } } },
} as const satisfies Record<string, Fields>;
export type ItemKind = keyof typeof textFields;

/** One text met on the walk; `path` is its place in the item, `steps[2].title`. */
export type TextVisit = {
  readonly id: TextId;
  readonly path: string;
  readonly text: string;
  readonly style: TextStyle;
};

type Walk = { readonly id: string; readonly path: string; readonly visit: (text: TextVisit) => string };

function mapFields(fields: Fields, item: unknown, walk: Walk): unknown {
  if (!isRecord(item)) return item;
  const result: Record<string, unknown> = { ...item };
  for (const [name, field] of Object.entries(fields)) {
    const value = item[name];
    if (value === undefined || value === null) continue;
    const path = walk.path ? `${walk.path}.${name}` : name;
    result[name] = mapField(field, value, { ...walk, id: `${walk.id}.${name}`, path });
  }
  return result;
}

function mapField(field: Field, value: unknown, walk: Walk): unknown {
  if (field === "plain" || field === "rich")
    return typeof value === "string"
      ? walk.visit({ id: walk.id, path: walk.path, text: value.trim(), style: field })
      : value;
  if (!("list" in field)) return mapFields(field as Fields, value, walk); // the union has only these three
  const { list } = field;
  if (!Array.isArray(value) || typeof list === "string") return value;
  return value.map((entry: unknown, index) => {
    const name = isRecord(entry) && typeof entry.id === "string" ? entry.id : String(index);
    return mapFields(list as Fields, entry, { ...walk, id: `${walk.id}.${name}`, path: `${walk.path}[${index}]` });
  });
}

/** The item with every translatable text replaced by what `visit` returns for it. Its shape stays the same. */
export function mapTexts<T extends { readonly id: string }>(
  kind: ItemKind,
  item: T,
  visit: (text: TextVisit) => string,
): T {
  const id = kind === "place" ? "place" : `${kind}.${item.id}`;
  // Only strings are replaced by strings, so the type stays.
  return mapFields(textFields[kind], item, { id, path: "", visit }) as T;
}
