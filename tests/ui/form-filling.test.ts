import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { QuestionView } from "../../src/core/form/model.ts";
import { compileWorkbook } from "../../src/publish/xlsform/compile-workbook.ts";
import { closeFilling, FormFilling, openFilling } from "../../src/ui/components/form/form-filling.ts";
import { activate } from "../../src/ui/i18n.ts";
import type { Draft, DraftService, Services } from "../../src/ui/services.ts";
import { jpeg, makePerson } from "../app/services/person.ts";
import { type HubInAFolder, hubInAFolder } from "../hub/hub-in-a-folder.ts";

const workbook = `
| survey | | | | | | | |
| | type | name | label::English (en) | label::Arabic (ar) | relevant | constraint | constraint_message::English (en) | required |
| | begin_group | you | You | أنت | | | | |
| | text | name | Name | الاسم | | | | yes |
| | integer | people | People | أشخاص | | . < 20 | At most 19 | |
| | text | others | Who else? | من أيضا؟ | \${people} > 1 | | | yes |
| | image | photo | Photo | صورة | | | | |
| | end_group | | | | | | | |
| | acknowledge | agree | I agree | أوافق | | | | yes |`;
const { form, faults } = compileWorkbook({ file: "test.md", bytes: new TextEncoder().encode(workbook) });
if (!form) throw new Error(JSON.stringify(faults));
const source = { form, version: "version" };
const now = () => new Date("2026-11-24T10:00:00.000Z");

// The device's own draft service over a real database in memory; only a hub's network is absent.
describe("a draft that is being filled in", () => {
  let hub: HubInAFolder;
  beforeAll(async () => {
    await activate("en");
    hub = await hubInAFolder({ inMemory: true });
  });
  afterAll(() => hub.close());

  const fillingOf = (drafts: DraftService, draft: Draft, delayMs = 5) =>
    new FormFilling({ drafts, draft, source, now, delayMs });
  const begin = async (person?: Awaited<ReturnType<typeof makePerson>>) => {
    const { drafts, begin: beginDraft, factory } = person ?? (await makePerson({ hub }));
    const draft = await beginDraft();
    return { drafts, draft, factory, filling: fillingOf(drafts, draft) };
  };
  const viewOf = (filling: FormFilling, path: string): QuestionView => {
    const view = filling
      .screens("en")
      .flatMap(({ questions }) => questions)
      .find((one) => one.path === path);
    if (!view) throw new Error(`no question ${path}`);
    return view;
  };
  const give = (filling: FormFilling, path: string, text: string) =>
    filling.give({ view: viewOf(filling, path), text });

  /** The service, but a save waits until it is let through. */
  const heldService = (drafts: DraftService) => {
    const waiting: (() => void)[] = [];
    const service: DraftService = {
      ...drafts,
      save: async (of) => {
        await new Promise<void>((resolve) => waiting.push(resolve));
        return drafts.save(of);
      },
    };
    const commit = async () => {
      await expect.poll(() => waiting.length).toBe(1);
      waiting.pop()?.();
    };
    return { service, commit };
  };

  test("[LOOP-7] saved is said only after the write was committed", async () => {
    const { drafts, draft } = await begin();
    const { service, commit } = heldService(drafts);
    const filling = fillingOf(service, draft);
    expect(filling.writer.state.value.kind).toBe("saved");
    give(filling, "/you/name", "Amal");
    expect(filling.writer.state.value.kind).toBe("saving");
    const flushed = filling.writer.flush();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(filling.writer.state.value.kind).toBe("saving");
    expect((await drafts.open(draft.id))?.answers).toEqual({});
    await commit();
    expect(await flushed).toBe(true);
    expect(filling.writer.state.value.kind).toBe("saved");
    expect((await drafts.open(draft.id))?.answers).toEqual({ "/you/name": "Amal" });
  });

  test("[LOOP-7] keystrokes are written together after a moment, the last one wins", async () => {
    const { drafts, draft } = await begin();
    let saves = 0;
    const counted: DraftService = {
      ...drafts,
      save: (of) => {
        saves += 1;
        return drafts.save(of);
      },
    };
    const filling = fillingOf(counted, draft, 30);
    for (const text of ["A", "Am", "Ama", "Amal"]) give(filling, "/you/name", text);
    await expect.poll(() => filling.writer.state.value.kind).toBe("saved");
    expect(saves).toBe(1);
    expect((await drafts.open(draft.id))?.answers["/you/name"]).toBe("Amal");
  });

  test("[LOOP-7] what is written while a save is under way is saved after it", async () => {
    const { drafts, draft } = await begin();
    const { service, commit } = heldService(drafts);
    const filling = fillingOf(service, draft, 60_000);
    give(filling, "/you/name", "one");
    const first = filling.writer.flush();
    await new Promise((resolve) => setTimeout(resolve, 20));
    give(filling, "/you/name", "two");
    await commit();
    expect(await first).toBe(false);
    expect(filling.writer.state.value.kind).toBe("saving");
    const second = filling.writer.flush();
    await commit();
    expect(await second).toBe(true);
    expect((await drafts.open(draft.id))?.answers["/you/name"]).toBe("two");
  });

  test("[S7.7] a draft changed in another window is not written over, and the person chooses", async () => {
    const person = await makePerson({ hub });
    const { drafts, draft, filling } = await begin(person);
    const other = await makePerson({ hub, factory: person.factory });
    const inOther = fillingOf(other.drafts, (await other.drafts.open(draft.id)) ?? draft);
    give(inOther, "/you/name", "Other");
    await inOther.writer.flush();

    give(filling, "/you/name", "Mine");
    expect(await filling.writer.flush()).toBe(false);
    expect(filling.writer.state.value).toEqual({ kind: "failed", problem: "changed-elsewhere" });
    give(filling, "/you/name", "Mine too");
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect((await drafts.open(draft.id))?.answers["/you/name"]).toBe("Other");

    expect(await filling.writer.keepMine(filling.snapshot())).toBe(true);
    expect((await drafts.open(draft.id))?.answers["/you/name"]).toBe("Mine too");
  });

  test("[LOOP-7] a full disk is told, and trying again saves what was written meanwhile", async () => {
    const { drafts, draft } = await begin();
    let isFull = true;
    const full: DraftService = {
      ...drafts,
      save: async (of) => (isFull ? { ok: false, problem: "storage-full" } : drafts.save(of)),
    };
    const filling = fillingOf(full, draft);
    give(filling, "/you/name", "Amal");
    expect(await filling.writer.flush()).toBe(false);
    give(filling, "/you/name", "Amal H.");
    expect(filling.writer.state.value).toEqual({ kind: "failed", problem: "storage-full" });
    isFull = false;
    expect(await filling.writer.flush()).toBe(true);
    expect((await drafts.open(draft.id))?.answers["/you/name"]).toBe("Amal H.");
  });

  test("[LOOP-7] a store that breaks instead of answering is told as not saved", async () => {
    const { drafts, draft } = await begin();
    let isBroken = true;
    const broken: DraftService = {
      ...drafts,
      save: (of) => (isBroken ? Promise.reject(new Error("the database is gone")) : drafts.save(of)),
    };
    const filling = fillingOf(broken, draft);
    give(filling, "/you/name", "Amal");
    expect(await filling.writer.flush()).toBe(false);
    expect(filling.writer.state.value).toEqual({ kind: "failed", problem: "storage-failed" });
    isBroken = false;
    expect(await filling.writer.flush()).toBe(true);
    expect((await drafts.open(draft.id))?.answers["/you/name"]).toBe("Amal");
  });

  test("[LOOP-7] a photo is attached after what is pending, and neither undoes the other", async () => {
    const { drafts, draft, filling } = await begin();
    give(filling, "/you/name", "Amal");
    const attaching = filling.attach({ path: "/you/photo", file: jpeg("JPEG paper") });
    give(filling, "/you/people", "3");
    expect(await attaching).toEqual({ ok: true });
    await filling.writer.flush();
    const stored = await drafts.open(draft.id);
    expect(stored?.answers).toEqual({ "/you/name": "Amal", "/you/photo": "photo-1.jpg", "/you/people": "3" });
    expect(filling.attachment("/you/photo")?.fileName).toBe("photo-1.jpg");
    expect(await filling.detach("/you/photo")).toEqual({ ok: true });
    expect(viewOf(filling, "/you/photo").value).toBe("");
    expect((await drafts.open(draft.id))?.attachments).toEqual([]);
  });

  test("[LOOP-7] a refused photo leaves answers and saving as they were", async () => {
    const { filling } = await begin();
    give(filling, "/you/name", "Amal");
    expect(await filling.attach({ path: "/you/photo", file: jpeg("PDF") })).toEqual({
      ok: false,
      problem: "not-an-image",
    });
    expect(await filling.writer.flush()).toBe(true);
    expect(viewOf(filling, "/you/photo").value).toBe("");
  });

  test("[LOOP-7] a text that is no number stays in its field, is told, and is not taken for the old answer", async () => {
    const { filling } = await begin();
    give(filling, "/you/people", "٣");
    expect(filling.fieldText(viewOf(filling, "/you/people"))).toBe("٣");
    expect(viewOf(filling, "/you/people").value).toBe("3");
    give(filling, "/you/people", "three");
    expect(filling.fieldText(viewOf(filling, "/you/people"))).toBe("three");
    expect(filling.isRefused("/you/people")).toBe(true);
    expect(filling.session.answers()).toEqual({});
    expect(filling.problems({ language: "en", screen: "/you" }).map(({ words }) => words)).toEqual([
      "Write an answer.",
      "Write a number in digits only, for example 42.",
    ]);
    give(filling, "/you/people", "");
    expect(filling.isRefused("/you/people")).toBe(false);
  });

  test("[LOOP-7] a question that vanishes keeps its answer in the draft and leaves it out of what is sent", async () => {
    const { drafts, draft, filling } = await begin();
    give(filling, "/you/people", "2");
    give(filling, "/you/others", "Sami");
    give(filling, "/you/people", "1");
    await filling.writer.flush();
    expect((await drafts.open(draft.id))?.answers["/you/others"]).toBe("Sami");
    expect(filling.session.finalAnswers()).toEqual({ "/you/people": "1" });
    give(filling, "/you/people", "2");
    expect(viewOf(filling, "/you/others").value).toBe("Sami");
  });

  test("[LOOP-13] screen and language are kept with the draft, and problems come in the language asked for", async () => {
    const { drafts, draft, filling } = await begin();
    give(filling, "/you/people", "40");
    filling.goTo({ screen: "/agree", language: "ar" });
    await filling.writer.flush();
    expect(await drafts.open(draft.id)).toMatchObject({ screen: "/agree", language: "ar" });
    expect(filling.problems({ language: "ar" })).toEqual([
      { path: "/you/name", screen: "/you", label: "الاسم", words: "Write an answer." },
      { path: "/you/people", screen: "/you", label: "أشخاص", words: "At most 19" },
      { path: "/you/others", screen: "/you", label: "من أيضا؟", words: "Write an answer." },
      {
        path: "/agree",
        screen: "/agree",
        label: "أوافق",
        words: "Tick the box if you agree. Without it this cannot be sent.",
      },
    ]);
  });

  test("[LOOP-7] a form that is left and opened at once shows the last keystroke", async () => {
    const { drafts, draft, filling } = await begin();
    // What opening needs of the other services.
    const services = { drafts, packs: { form: async () => source }, app: { now } } as unknown as Services;
    give(filling, "/you/name", "last keystroke");
    closeFilling({ drafts, filling });
    const opened = await openFilling({ services, id: draft.id });
    expect(opened.ok && viewOf(opened.filling, "/you/name").value).toBe("last keystroke");
    expect(await openFilling({ services, id: "unknown" })).toEqual({ ok: false, problem: "not-found" });
  });
});
