import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { checkContent } from "../../src/publish/content/check-content.ts";
import { checkForms, compileForms } from "../../src/publish/content/check-forms.ts";
import { formatFault } from "../../src/publish/content/fault.ts";
import { compilePlace } from "../../src/publish/pack/compile-place.ts";
import { newFolder, removeSamples, today } from "../publish/sample-place.ts";

afterAll(removeSamples);

const content = join(import.meta.dirname, "../../content");
const load = (id: string) => {
  const { place, faults } = checkContent({ dir: join(content, id), today });
  if (!place) throw new Error(faults.map(formatFault).join("\n"));
  return { place, errors: faults.filter((fault) => fault.severity === "error").map(formatFault) };
};

describe.each(["eu", "example-town"])("the content of %s", (id) => {
  it("[LOOP-3] has no fault, its workbooks included", async () => {
    const { place, errors } = load(id);
    const forms = (await checkForms(place)).filter((fault) => fault.severity === "error").map(formatFault);
    expect([...errors, ...forms]).toEqual([]);
  });

  it("[LOOP-3] is marked as not reviewed by anyone outside", async () => {
    const { place } = load(id);
    const { texts } = compilePlace(place, (await compileForms(place)).forms);
    expect([...texts.keys()]).toEqual(["en", "fr", "ar", "uk"]);
    for (const block of texts.values()) {
      expect(block.origin.kind).toBe("machine");
      expect(block.origins).toBeUndefined();
    }
  });
});

describe("what the packs must hold", () => {
  it("[LOOP-3] the EU has at least six procedures, each with its law, office kinds and no form", () => {
    const { place } = load("eu");
    expect(place.procedures.length).toBeGreaterThanOrEqual(6);
    for (const { item } of place.procedures) {
      expect(item.law.length, item.id).toBeGreaterThan(0);
      expect(
        item.law.some((law) => law.celex ?? law.eli),
        item.id,
      ).toBeTruthy();
      expect(
        item.steps.every((step) => step.officeKind !== undefined && step.form === undefined),
        item.id,
      ).toBe(true);
    }
  });

  it("[LOOP-3] the example town has four offices and three forms with notice and phrases, and says PRACTICE", () => {
    const { place } = load("example-town");
    expect(place.sheet.item.practice).toBe(true);
    expect(place.offices).toHaveLength(4);
    expect(place.forms).toHaveLength(3);
    for (const { item } of place.forms) expect(item.phrases.length, item.id).toBeGreaterThan(2);
  });

  it("[LOOP-3] no form of ours applies for asylum or files an appeal", () => {
    for (const id of ["eu", "example-town"])
      for (const { item } of load(id).place.forms) expect(item.id).not.toMatch(/asylum|appeal|protection/);
  });

  it("[BAD-columns] a workbook with an unknown column or type is refused, naming sheet and cell", async () => {
    const dir = join(newFolder(), "example-town");
    cpSync(join(content, "example-town"), dir, { recursive: true });
    const { place } = checkContent({ dir, today });
    const sheet = place?.forms.find(
      ({ item }) => existsSync(join(dir, "forms", item.workbook)) && item.workbook.endsWith(".md"),
    );
    if (!place || !sheet) throw new Error("there is no workbook in Markdown");
    const file = join(dir, "forms", sheet.item.workbook);
    const before = readFileSync(file, "utf8");
    writeFileSync(file, before.replace(/\| text( +)\|/, "| texd$1|"));
    const faults = (await checkForms(place)).filter((fault) => fault.severity === "error");
    expect(faults[0]).toMatchObject({ file, severity: "error" });
    expect(faults[0]?.what).toMatch(/sheet survey, cell [A-Z]+\d+: .*texd/);
  });
});
