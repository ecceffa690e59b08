import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AnswerRefused } from "../../../src/core/form/answer-check.ts";
import { createFormSession } from "../../../src/core/form/form-session.ts";
import { parseCompiledForm } from "../../../src/core/form/parse-form.ts";
import { compileWorkbook } from "../../../src/publish/xlsform/compile-workbook.ts";

const workbook = `
| survey | | | | | |
| | type | name | label::English (en) | label::Arabic (ar) | relevant | constraint | constraint_message::English (en) | required | calculation | default | choice_filter |
| | note | hello | Welcome | أهلا | | | | | | | |
| | begin_group | person | You | أنت | | | | | | | |
| | text | given | Given name | الاسم | | | | yes | | | |
| | date | born | Birth date | تاريخ الميلاد | | . <= today() | Not in the future | | | | |
| | integer | people | People | أشخاص | | . > 0 and . < 20 | | | | 1 | |
| | end_group | | | | | | | | | | |
| | begin_group | home | Home | سكن | \${people} > 1 | | | | | | |
| | select_one part | part | Part | حي | | | | | | | |
| | select_one street | street | Street | شارع | | | | | | | part = \${part} |
| | select_multiple part | liked | Liked | أحب | | | | | | | |
| | calculate | full | | | | | | | concat(\${given}, ' / ', \${part}) | | |
| | end_group | | | | | | | | | | |
| | acknowledge | agree | \${given}, I agree | موافق | | | | \${people} > 1 | | | |
| choices | | | | | |
| | list_name | name | label::English (en) | label::Arabic (ar) | part |
| | part | north | North | شمال | |
| | part | south | South | جنوب | |
| | street | oak | Oak Street | شارع ١ | north |
| | street | elm | Elm Street | شارع ٢ | south |`;

const environment = { now: () => "2026-11-24T10:00:00.000+01:00", random: () => 0.5 };
const { form, faults } = compileWorkbook({ file: "test.md", bytes: new TextEncoder().encode(workbook) });
if (!form) throw new Error(JSON.stringify(faults));
const begin = () => createFormSession({ form, environment });

describe("a form being filled", () => {
  test("[LOOP-7] groups and loose questions become screens, irrelevant ones stay away", () => {
    const session = begin();
    expect(session.screens("en").map(({ title, path }) => [title, path])).toEqual([
      ["form", "/hello"],
      ["You", "/person"],
      ["form", "/agree"],
    ]);
    session.set("/person/people", "3");
    expect(session.screens("ar").map(({ title }) => title)).toEqual(["form", "أنت", "سكن", "form"]);
  });

  test("[LOOP-7] a default is taken when the form begins and not again in a draft", () => {
    expect(begin().answers()).toEqual({ "/person/people": "1" });
    expect(createFormSession({ form, answers: {}, environment }).answers()).toEqual({});
  });

  test("[LOOP-7] required and constraint are told with their message in the language asked for", () => {
    const session = begin();
    expect(session.problems("en")).toEqual([{ path: "/person/given", kind: "required", message: null }]);
    session.set("/person/given", "Amal");
    session.set("/person/born", "2026-11-25");
    expect(session.problems("ar", "/person")).toEqual([
      { path: "/person/born", kind: "constraint", message: "Not in the future" },
    ]);
    session.set("/person/born", "2026-11-24");
    expect(session.problems("en")).toEqual([]);
    session.set("/person/people", "2");
    expect(session.problems("en")).toEqual([{ path: "/agree", kind: "required", message: null }]);
  });

  test("[LOOP-7] a choice that its filter no longer offers is told", () => {
    const session = begin();
    session.set("/person/people", "2");
    session.set("/home/part", "north");
    const street = () =>
      session
        .screens("en")
        .flatMap(({ questions }) => questions)
        .find(({ path }) => path === "/home/street");
    expect(street()?.choices).toEqual([{ name: "oak", label: "Oak Street" }]);
    session.set("/home/street", "oak");
    expect(street()?.problem).toBeNull();
    session.set("/home/part", "south");
    expect(street()?.problem?.kind).toBe("type");
  });

  test("[LOOP-7] only relevant answers are sealed, and an answer comes back with its relevance", () => {
    const session = begin();
    session.set("/person/given", "Amal");
    session.set("/person/people", "2");
    session.set("/home/part", "north");
    session.set("/home/liked", "north south");
    expect(session.finalAnswers()).toMatchObject({ "/home/full": "Amal / north", "/home/liked": "north south" });
    expect(session.display("/home/liked", "ar")).toBe("شمال, جنوب");
    session.set("/person/people", "1");
    expect(session.finalAnswers()).toEqual({ "/person/given": "Amal", "/person/people": "1" });
    expect(session.answers()).toMatchObject({ "/home/part": "north" });
    session.set("/person/people", "2");
    expect(session.finalAnswers()["/home/part"]).toBe("north");
  });

  test("[LOOP-7] an answer in a label follows the answer", () => {
    const session = begin();
    session.set("/person/given", "Amal");
    expect(session.screens("en").at(-1)?.questions[0]?.label).toBe("Amal, I agree");
  });

  test.each([
    ["/person/people", "two", "not-a-number"],
    ["/person/born", "2026-02-30", "not-a-date"],
    ["/home/part", "west", "not-a-choice"],
    ["/home/liked", "north north", "not-a-choice"],
    ["/person/given", "a\u202eb", "forbidden-character"],
    ["/person/given", "a\u0000b", "forbidden-character"],
    ["/person/given", "x".repeat(10_001), "too-long"],
    ["/home/full", "x", "read-only"],
    ["/nowhere", "x", "unknown-path"],
  ])("[LOOP-7] at %s a wrong answer is refused and the draft stays as it was (%#)", (path, value, reason) => {
    const session = begin();
    session.set("/person/given", "Amal");
    const before = session.answers();
    expect(() => session.set(path, value)).toThrow(expect.objectContaining({ reason }));
    expect(() => session.set(path, value)).toThrow(AnswerRefused);
    expect(session.answers()).toEqual(before);
  });

  test("[LOOP-7] answers given in any order show what a form begun with them shows", () => {
    const answer = fc.oneof(
      fc.tuple(fc.constant("/person/given"), fc.constantFrom("", "Amal", "Oleh")),
      fc.tuple(fc.constant("/person/people"), fc.constantFrom("", "1", "2", "25")),
      fc.tuple(fc.constant("/home/part"), fc.constantFrom("", "north", "south")),
      fc.tuple(fc.constant("/home/street"), fc.constantFrom("", "oak", "elm")),
      fc.tuple(fc.constant("/person/born"), fc.constantFrom("", "2020-01-01", "2030-01-01")),
    );
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 30 }), (steps) => {
        const stepped = begin();
        for (const [path, value] of steps) {
          stepped.set(path, value);
          // Looking fills what is kept, so that forgetting too little would show.
          stepped.screens("en");
        }
        const fresh = createFormSession({ form, answers: stepped.answers(), environment });
        expect(stepped.screens("en")).toEqual(fresh.screens("en"));
        expect(stepped.finalAnswers()).toEqual(fresh.finalAnswers());
        expect(stepped.problems("en")).toEqual(fresh.problems("en"));
      }),
    );
  });

  test("[LOOP-7] a form block survives JSON and its parser", () => {
    expect(parseCompiledForm(JSON.parse(JSON.stringify(form)))).toEqual(form);
    expect(() => parseCompiledForm({ ...form, children: [{ kind: "question", path: "x" }] })).toThrow(
      /children\[0\].path/,
    );
  });
});
