import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { FormNode } from "../../../src/core/form/model.ts";
import { compileWorkbook } from "../../../src/publish/xlsform/compile-workbook.ts";

const folder = join(
  process.env.PASSERELLE_FIXTURES ?? join(import.meta.dirname, "../../../../shared/fixtures"),
  "xlsform",
);
const workbooks = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".xlsx")) : [];

const leafNames = (nodes: readonly FormNode[]): readonly string[] =>
  nodes.flatMap((node) => (node.kind === "question" ? [node.path.split("/").at(-1) ?? ""] : leafNames(node.children)));

/** Names of the leaves of the XForm's primary instance that a question of the survey made. */
function instanceLeaves(xml: string): readonly string[] {
  const instance = /<instance><(\S+)[^>]*>([\s\S]*?)<\/\1><\/instance>/.exec(xml)?.[2] ?? "";
  const body = instance.replace(/<(?:\w+:)?meta>[\s\S]*?<\/(?:\w+:)?meta>/, "");
  return [...body.matchAll(/<([\w.-]+)(?:\s[^>]*)?(?:\/>|>[^<]*<\/\1>)/g)].flatMap(([, name]) =>
    name === undefined ? [] : [name],
  );
}

const compile = (name: string) => compileWorkbook({ file: name, bytes: readFileSync(join(folder, name)) });

describe.skipIf(workbooks.length === 0)("XLSForm workbooks of pyxform's tests (shared/fixtures/xlsform)", () => {
  test.each([
    ["bad_calc.xlsx", "calculation"],
    ["xl_date_ambiguous.xlsx", "label"],
  ])("[LOOP-7] %s is refused with sheet and cell", (name) => {
    const { form, faults } = compile(name);
    expect(form).toBeNull();
    expect(faults[0]).toMatchObject({ severity: "error", sheet: "survey" });
    expect(faults[0]?.what).toMatch(/cell [A-Z]+\d+: /);
    expect(faults[0]?.cure).not.toBe("");
  });

  test("[LOOP-7] extra columns and extra sheets are warned of with their cell", () => {
    for (const name of ["extra_columns.xlsx", "extra_sheet_names.xlsx"]) {
      const { faults } = compile(name);
      expect(faults.filter(({ severity }) => severity === "warning").length, name).toBeGreaterThan(0);
    }
  });

  test.each(workbooks)("[LOOP-7] %s compiles to the questions of its XForm or is refused with a cell", (name) => {
    const { form, faults } = compile(name);
    if (form === null) {
      const [first] = faults;
      expect(first?.what).toMatch(/^sheet \S+, cell [A-Z]+\d+: /);
      return;
    }
    const xml = readFileSync(join(folder, name.replace(".xlsx", ".xml")), "utf8");
    expect(leafNames(form.children)).toEqual(instanceLeaves(xml));
  });
});
