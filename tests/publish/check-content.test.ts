import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { checkContent } from "../../src/publish/content/check-content.ts";
import { formatFault } from "../../src/publish/content/fault.ts";
import { changed, removeSamples, today, writeSample } from "./sample-place.ts";

afterAll(removeSamples);

/** Faults of a changed sample as `file:line: severity: what`, without its folder. */
function faultsOf(changes: Readonly<Record<string, string | null>>, severity = "error"): readonly string[] {
  const dir = writeSample(changes);
  return checkContent({ dir, today })
    .faults.filter((fault) => fault.severity === severity)
    .map((fault) => {
      expect(fault.cure.length).toBeGreaterThan(5);
      return formatFault(fault).replace(join(dir, "/"), "");
    });
}

const procedure = "procedures/get-a-card.yaml";

describe("content check", () => {
  it("[LOOP-3] finds nothing in a correct place", () => {
    expect(faultsOf({})).toEqual([]);
  });

  it("[BAD-yaml] names file, line and cure of broken YAML", () => {
    const faults = faultsOf(changed(procedure, "title: Get a card", 'title: "Get a card'));
    expect(faults[0]).toMatch(/^procedures\/get-a-card\.yaml:\d+: error: this is not valid YAML: .* Cure: /);
  });

  it("[BAD-yaml] refuses a key that stands twice", () => {
    expect(faultsOf(changed(procedure, "icon: id-card", "icon: id-card\nicon: paper"))[0]).toMatch(
      /^procedures\/get-a-card\.yaml:5: .*not valid YAML/,
    );
  });

  it("[BAD-columns] names every unknown and missing field and wrong type at once, each with its line", () => {
    const file = `${changed(procedure, "who: Everyone.", "hwo: Everyone.")[procedure]?.replace("certainty: sure", "certainty: 5")}`;
    const faults = faultsOf({ [procedure]: file });
    expect(faults).toHaveLength(3);
    expect(faults[0]).toMatch(/:1: error: the field "who" is missing/);
    expect(faults[1]).toMatch(/:6: error: "hwo" is not a known field. Cure: .*known are id, title/);
    expect(faults[2]).toMatch(/:30: error: "law\[0\]\.certainty" must be one of sure, unsure/);
  });

  it.each([
    ["a document", procedure, "gives: [card]", "gives: [cart]", /:19: error: there is no document "cart"/],
    [
      "an office kind",
      procedure,
      "officeKind: town-hall",
      "officeKind: hall",
      /:17: .*no office-kind "hall".*town-hall/,
    ],
    ["a life event", procedure, "lifeEvents: [arriving]", "lifeEvents: [leaving]", /:5: .*no life-event "leaving"/],
    ["a form", procedure, "gives: [card]", "form: nothing", /:19: .*no form "nothing"/],
    ["a linked item", "place.yaml", "page:start", "page:stop", /^place\.yaml:5: error: there is no page "stop"/],
  ])("[LOOP-3] finds a reference to %s that is not there", (_what, file, from, to, message) => {
    expect(faultsOf(changed(file, from, to)).join("\n")).toMatch(message);
  });

  it("[LOOP-3] refuses a step without an office, with both, and a concrete office in a wide place", () => {
    const none = faultsOf(changed(procedure, "    officeKind: town-hall\n", ""));
    expect(none[0]).toMatch(/:13: error: the step "ask" names no office and no office kind/);
    const both = faultsOf(changed(procedure, "officeKind: town-hall", "officeKind: town-hall\n    office: hall"));
    expect(both.join("\n")).toMatch(/names both an office and an office kind/);
    const wide = faultsOf(changed(procedure, "officeKind: town-hall", "office: hall"));
    expect(wide.join("\n")).toMatch(/:17: error: a pack of kind "union" is wider than a city/);
  });

  it("[LOOP-3] refuses a law whose review date has passed", () => {
    expect(faultsOf(changed(procedure, "reviewBy: 2027-01-01", "reviewBy: 2026-11-23"))[0]).toMatch(
      /:29: error: Regulation \(EU\) 2000\/1 was to be reviewed by 2026-11-23/,
    );
    expect(faultsOf(changed(procedure, "reviewBy: 2027-01-01", `reviewBy: ${today}`))).toEqual([]);
  });

  it("[LOOP-3] asks for an adviser where authorities may learn of it", () => {
    const faults = faultsOf(changed("office-kinds.yaml", "    adviser: An independent adviser, 01 23.\n", ""));
    expect(faults[0]).toMatch(/^office-kinds\.yaml:8: error: authorities may learn of it, or it is unknown/);
  });

  it.each([
    ["a reserved id", "place.yaml", "id: sample", "id: desk", /place\.yaml:1: .*address of Passerelle itself/],
    ["an example without PRACTICE", "place.yaml", " (PRACTICE)", "", /place\.yaml:2: .*does not say so/],
    ["an unknown icon", procedure, "icon: id-card", "icon: rocket", /:4: .*no icon "rocket".*use one of paper/],
    ["an id that is not the file name", procedure, "id: get-a-card", "id: get", /:1: .*not the file's name/],
    [
      "an id used twice",
      "documents.yaml",
      "- id: card",
      "- { id: card, title: A, icon: paper, about: b }\n- id: card",
      /:2: .*"card" is used twice/,
    ],
    ["a bidirectional override", procedure, "who: Everyone.", "who: Every\u202eone.", /:6: .*hidden character U\+202E/],
    ["HTML in Markdown", procedure, "Go there.", "Go <b>there</b>.", /:16: .*HTML is not part of our Markdown/],
    ["HTML in a plain text", procedure, "who: Everyone.", "who: <i>Everyone</i>", /:6: .*HTML is not allowed/],
    [
      "a link that runs script",
      procedure,
      "Go there.",
      "Go [there](javascript:alert(1)).",
      /:16: .*not an allowed link/,
    ],
  ])("[LOOP-3] refuses %s", (_what, file, from, to, message) => {
    expect(faultsOf(changed(file, from, to)).join("\n")).toMatch(message);
  });

  it("[LOOP-3] names a folder without place.yaml and files that would not be read", () => {
    expect(faultsOf({ "place.yaml": null })[0]).toMatch(/place\.yaml:1: error: there is no such file/);
    expect(faultsOf({ "procedure.yaml": "id: x" })[0]).toMatch(/no part of a place/);
  });
});
