import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { compileWorkbook } from "../../../src/publish/xlsform/compile-workbook.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const compile = (markdown: string) => compileWorkbook({ file: "form.md", bytes: bytes(markdown) });
const faultsOf = (markdown: string) => compile(markdown).faults.map(({ severity, what }) => `${severity}: ${what}`);
const survey = (...rows: readonly string[]) =>
  [
    "| survey |",
    "| | type | name | label | relevant | constraint | calculation |",
    ...rows.map((row) => `| ${row} |`),
  ].join("\n");

describe("compiling a workbook", () => {
  test("[LOOP-7] languages, groups, choices and expressions are taken from Markdown tables", () => {
    const { form, faults } = compile(`
| survey | | | | | |
| | type | name | label::English (en) | label::French (fr) | relevant | constraint | choice_filter | why::English (en) |
| | begin_group | home | Home | Logement | | | | |
| | select_one part | part | Part of town | Quartier | | | | To find your office |
| | select_one street | street | Street in \${part} | Rue | \${part} != '' | | part = \${part} | |
| | end_group | | | | | | | |
| choices | | | | | |
| | list_name | name | label::English (en) | label::French (fr) | part |
| | part | north | North | Nord | |
| | part | south | South | Sud | |
| | street | oak | Oak Street | Rue du Chêne | north |
| | street | elm | Elm Street | Rue de l'Orme | south |
| settings | | |
| | form_title | form_id | default_language |
| | Test | test | English (en) |`);
    expect(faults).toEqual([]);
    expect(form).toMatchObject({ id: "test", languages: ["en", "fr"], defaultLanguage: "en" });
    expect(form?.children[0]).toMatchObject({
      kind: "group",
      path: "/home",
      children: [
        { path: "/home/part", type: "select_one", choices: "part", why: "/home/part:why" },
        {
          path: "/home/street",
          relevant: ["!=", ["ref", "/home/part"], ""],
          choiceFilter: ["=", ["ref", "@part"], ["ref", "/home/part"]],
        },
      ],
    });
    expect(form?.texts.en?.["/home/street:label"]).toEqual(["Street in ", { out: ["ref", "/home/part"] }]);
  });

  test("[BAD-columns] an unknown type is refused with its cell and the types that exist", () => {
    const { form, faults } = compile(survey("| geotrace | path | Walk | | |"));
    expect(form).toBeNull();
    expect(faults).toMatchObject([{ severity: "error", sheet: "survey", row: 3, column: 2 }]);
    expect(faults[0]?.cure).toContain("select_one");
  });

  test("[BAD-columns] an unknown column is refused with its cell, an empty one and one of the settings are warned of", () => {
    expect(faultsOf("| survey |\n| | type | name | label | relevent |\n| | text | a | A | false() |")).toEqual([
      'error: sheet survey, cell E2: the column "relevent" is unknown and not read',
    ]);
    expect(faultsOf("| survey |\n| | type | name | label | colour |\n| | text | a | A | |")).toEqual([
      'warning: sheet survey, cell E2: the column "colour" is unknown and not read',
    ]);
    const settings = "| settings |\n| | form_title | flat |\n| | x | yes |";
    expect(faultsOf(`| survey |\n| | type | name | label |\n| | text | a | A |\n${settings}`)).toEqual([
      expect.stringMatching(/^warning: sheet settings, cell .*"flat" is unknown/),
    ]);
  });

  test.each([
    ["a name that does not exist", survey("| text | a | A | ${b} = 1 | |"), /E3: there is no question named "b"/],
    [
      "a name that stands twice",
      survey("| text | a | A | | |", "| text | a | B | | |"),
      /C4: the name "a" stands twice/,
    ],
    [
      "a function that does not exist",
      survey("| text | a | A | launch() | |"),
      /E3: "launch\(\)" is not a known function/,
    ],
    ["a sentence as calculation", survey("| calculate | a | | | | the sum of all |"), /G3: .*not understood/],
    ["too few operands", survey("| text | a | A | | regex(.) |"), /F3: "regex\(\)" has 1 operands/],
    [
      "a cycle",
      survey("| calculate | a | | | | ${b} + 1 |", "| calculate | b | | | | ${a} + 1 |"),
      /C3: \/a needs \/b needs \/a/,
    ],
    [
      "a group that does not end",
      survey("| begin_group | g | G | | |", "| text | a | A | | |"),
      /B3: the group is not ended/,
    ],
    ["an end without a group", survey("| end_group | | | | |"), /B3: there is no group to end/],
    ["a list that does not exist", survey("| select_one nothing | a | A | | |"), /B3: there is no list "nothing"/],
    ["no survey", "| choices |\n| | list_name | name | label |\n| | a | b | B |", /sheet survey.*is missing/],
  ])("[BAD-columns] %s is refused with sheet and cell", (_, markdown, expected) => {
    const { form, faults } = compile(markdown);
    expect(form).toBeNull();
    expect(
      faults
        .filter(({ severity }) => severity === "error")
        .map(({ what }) => what)
        .join("\n"),
    ).toMatch(expected);
  });
});

describe("hostile workbooks", () => {
  const refusal = (content: Uint8Array, file = "form.xlsx") => {
    const started = process.memoryUsage().heapUsed;
    const { form, faults } = compileWorkbook({ file, bytes: content });
    expect(form).toBeNull();
    expect(process.memoryUsage().heapUsed - started).toBeLessThan(256_000_000);
    return `${faults[0]?.what}. ${faults[0]?.cure}`;
  };
  const workbook = (sheet: string) =>
    zipSync({
      "xl/workbook.xml": bytes('<workbook><sheets><sheet name="survey" r:id="r1"/></sheets></workbook>'),
      "xl/_rels/workbook.xml.rels": bytes(
        '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
      ),
      "xl/worksheets/sheet1.xml": bytes(`<worksheet><sheetData>${sheet}</sheetData></worksheet>`),
    });

  test("[BAD-workbook] a legacy .xls is refused with the cure", () => {
    expect(refusal(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0]))).toContain("save it as .xlsx");
  });
  test("[BAD-workbook] another ending and a file that is no archive are refused", () => {
    expect(refusal(bytes("x"), "form.csv")).toContain("no workbook");
    expect(refusal(bytes("not a zip"))).toContain("no .xlsx workbook");
  });
  test("[BAD-workbook] macros are refused", () => {
    expect(refusal(zipSync({ "xl/vbaProject.bin": bytes("x") }))).toContain("macros");
  });
  test("[BAD-workbook] a bomb is refused before it is unpacked", () => {
    expect(refusal(zipSync({ "xl/sharedStrings.xml": new Uint8Array(50_000_000) }))).toContain("unpacks to more");
  });
  test("[BAD-workbook] a cell beyond the limits is named by sheet, row and column", () => {
    expect(refusal(workbook('<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'))).toContain(
      "sheet survey, row 1048576, column 16384",
    );
  });
  test("[BAD-workbook] a formula without a stored value is refused with its place, one with a value is warned of", () => {
    expect(refusal(workbook('<row r="1"><c r="B1"><f>1+1</f></c></row>'))).toContain(
      "sheet survey, row 1, column 2: a formula without a stored value",
    );
    const { faults } = compileWorkbook({
      file: "form.xlsx",
      bytes: workbook('<row r="1"><c r="A1" t="str"><f>"type"</f><v>type</v></c></row>'),
    });
    expect(faults.map(({ what }) => what)).toContain(
      'sheet survey, cell A1: a formula; its stored value "type" is taken',
    );
  });
});
