/** Reads an `.xlsx` workbook within limits; formulas give their stored value and a warning. */
import { unzipSync } from "fflate";
import { type DefaultTreeAdapterMap, parse } from "parse5";
import { type Cell, sheetOf, type Workbook, WorkbookRefused, type WorkbookWarning } from "./sheet.ts";

const maxEntryBytes = 20_000_000;
const maxTotalBytes = 40_000_000;
const maxEntries = 1_000;
const maxRows = 20_000;
const maxColumns = 512;
/** Formatted empty rows or columns beyond the table that are worth a warning: they make a workbook large. */
const maxEmpty = 50;

type Node = DefaultTreeAdapterMap["childNode"];
type Element = DefaultTreeAdapterMap["element"];

const isElement = (node: Node): node is Element => "tagName" in node;
const localName = (element: Element) => element.tagName.replace(/^.*:/, "");
const attribute = (element: Element, name: string) => element.attrs.find((candidate) => candidate.name === name)?.value;

function* elementsNamed(nodes: readonly Node[], name: string): Generator<Element> {
  for (const node of nodes) {
    if (!isElement(node)) continue;
    if (localName(node) === name) yield node;
    else yield* elementsNamed(node.childNodes, name);
  }
}
const textOf = (nodes: readonly Node[]): string =>
  nodes.map((node) => ("value" in node ? node.value : isElement(node) ? textOf(node.childNodes) : "")).join("");
// Phonetic readings (rPh) stand beside the text and are not part of it.
const plainText = (nodes: readonly Node[]): string =>
  nodes
    .map((node) =>
      "value" in node ? node.value : isElement(node) && localName(node) !== "rph" ? plainText(node.childNodes) : "",
    )
    .join("");

/** HTML's parser reads the XML of a workbook once empty elements are closed in HTML's way. */
const parseXml = (bytes: Uint8Array | undefined): readonly Node[] =>
  bytes
    ? parse(new TextDecoder().decode(bytes).replaceAll(/<([\w:]+)((?:\s[^<>]*?)?)\/>/g, "<$1$2></$1>")).childNodes
    : [];

function unpack(bytes: Uint8Array): Readonly<Record<string, Uint8Array>> {
  let total = 0;
  let entries = 0;
  const tooLarge = () =>
    new WorkbookRefused(
      "the workbook unpacks to more than it may",
      "delete unused sheets, rows and pictures, then save again",
    );
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        total += originalSize;
        entries += 1;
        if (/vbaProject\.bin$/i.test(name))
          throw new WorkbookRefused("the workbook has macros", "save it as .xlsx without macros");
        if (originalSize > maxEntryBytes || total > maxTotalBytes || entries > maxEntries) throw tooLarge();
        return /^xl\/(workbook\.xml|sharedStrings\.xml|_rels\/workbook\.xml\.rels|worksheets\/[^/]+\.xml)$/i.test(name);
      },
    });
  } catch (cause) {
    if (cause instanceof WorkbookRefused) throw cause;
    throw new WorkbookRefused("the file is no .xlsx workbook", "save it as .xlsx in a spreadsheet program", { cause });
  }
}

function addressOf(reference: string): { row: number; column: number } {
  const match = /^([A-Z]{1,3})(\d{1,7})$/.exec(reference);
  if (!match)
    throw new WorkbookRefused(
      `the cell address ${reference} is none`,
      "save the workbook again in a spreadsheet program",
    );
  const [, letters = "", digits = ""] = match;
  return { row: Number(digits), column: [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) };
}

/** @throws WorkbookRefused naming what is wrong and the cure */
export function readXlsx(bytes: Uint8Array): Workbook {
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf)
    throw new WorkbookRefused("this is a legacy .xls workbook", "save it as .xlsx");
  const files = unpack(bytes);
  const shared = [...elementsNamed(parseXml(files["xl/sharedStrings.xml"]), "si")].map((item) =>
    plainText(item.childNodes),
  );
  const targets = new Map(
    [...elementsNamed(parseXml(files["xl/_rels/workbook.xml.rels"]), "relationship")].map((relation) => [
      attribute(relation, "id"),
      `xl/${(attribute(relation, "target") ?? "").replace(/^\/?(xl\/)?/, "")}`,
    ]),
  );
  const warnings: WorkbookWarning[] = [];
  const sheets = [...elementsNamed(parseXml(files["xl/workbook.xml"]), "sheet")].map((sheet) => {
    const name = attribute(sheet, "name") ?? "";
    const file = files[targets.get(attribute(sheet, "r:id")) ?? ""];
    const rows = [...elementsNamed(parseXml(file), "row")].map((row) =>
      [...elementsNamed(row.childNodes, "c")].flatMap((element): Cell[] => {
        const { row: number, column } = addressOf(attribute(element, "r") ?? "");
        const type = attribute(element, "t");
        const stored = textOf(
          [...elementsNamed(element.childNodes, type === "inlineStr" ? "is" : "v")].flatMap(
            (value) => value.childNodes,
          ),
        );
        const text = (
          type === "s" ? (shared[Number(stored)] ?? "") : type === "b" ? (stored === "1" ? "TRUE" : "FALSE") : stored
        ).trim();
        const cell: Cell = { row: number, column, text };
        const hasFormula = !elementsNamed(element.childNodes, "f").next().done;
        if (text !== "" && (number > maxRows || column > maxColumns))
          throw new WorkbookRefused(
            `sheet ${name}, row ${number}, column ${column}: is beyond ${maxRows} rows or ${maxColumns} columns`,
            "move what is needed up and delete the rest",
          );
        if (hasFormula && text === "")
          throw new WorkbookRefused(
            `sheet ${name}, row ${number}, column ${column}: a formula without a stored value`,
            "type the value in place of the formula",
          );
        if (hasFormula)
          warnings.push({
            cell,
            sheet: name,
            what: `a formula; its stored value "${text}" is taken`,
            cure: "type the value in place of the formula",
          });
        return [cell];
      }),
    );
    const cells = rows.flat();
    const furthest = (list: readonly Cell[], of: "row" | "column") =>
      list.reduce((most, cell) => Math.max(most, cell[of]), 1);
    const filled = cells.filter(({ text }) => text !== "");
    const beyond = { row: furthest(cells, "row"), column: furthest(cells, "column"), text: "" };
    if (beyond.column > furthest(filled, "column") + maxEmpty || beyond.row > furthest(filled, "row") + maxEmpty)
      warnings.push({
        cell: beyond,
        sheet: name,
        what: "empty cells that carry a format reach as far as here",
        cure: "delete the columns and rows beyond the table",
      });
    return sheetOf(name, rows);
  });
  return { sheets, warnings };
}
