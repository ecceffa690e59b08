import { describe, expect, test } from "vitest";
import type { InboxEntry } from "../../src/core/protocol.ts";
import { emptyReply, togglePhrase } from "../../src/desk/compose-reply.ts";
import { inboxRows, type KnownCase, passesFilter } from "../../src/desk/inbox-rows.ts";
import { strengthOf } from "../../src/desk/passphrase-strength.ts";
import { anyHash } from "../seal/making.ts";

const now = new Date("2026-11-24T12:30:00Z");
const entry = (id: string, changes: Partial<InboxEntry> = {}): InboxEntry => ({
  id,
  hash: anyHash,
  form: "question",
  formVersion: anyHash,
  kind: "submission",
  case: id,
  bytes: 1_000,
  parts: 1,
  receivedFrom: "2026-11-24T09:00:00.000Z",
  messages: 0,
  downloaded: false,
  ...changes,
});
const rows = (entries: readonly InboxEntry[], known: readonly [string, KnownCase][] = []) =>
  inboxRows({ entries, answerWithinDays: new Map([["question", 3]]), known: new Map(known), now });

describe("the list of a desk", () => {
  test("[LOOP-11] a row tells age in hours, size, parts and the person's later messages", () => {
    const [row] = rows([
      entry("one", { downloaded: true }),
      entry("two", { kind: "message", case: "one", bytes: 500, parts: 2, receivedFrom: "2026-11-24T11:00:00.000Z" }),
    ]);
    expect(row).toMatchObject({ id: "one", ageHours: 3, bytes: 1_500, parts: 3, isNew: false, language: null });
    expect(row?.later).toMatchObject([{ ageHours: 1, isNew: true }]);
  });

  test("[LOOP-11] what is overdue comes first, what is decided last", () => {
    const list = rows(
      [
        entry("decided", { messages: 1, receivedFrom: "2026-10-01T09:00:00.000Z" }),
        entry("fresh"),
        entry("late", { receivedFrom: "2026-11-20T09:00:00.000Z" }),
        entry("answered", { messages: 2, receivedFrom: "2026-11-01T09:00:00.000Z" }),
      ],
      [
        ["decided", { status: "decided", messages: 1, language: "fr" }],
        ["answered", { status: null, messages: 2, language: null }],
      ],
    );
    expect(list.map(({ id }) => id)).toEqual(["late", "fresh", "answered", "decided"]);
    expect(list.map(({ deadline }) => deadline)).toEqual([
      { kind: "overdue", days: 2 },
      { kind: "in-days", days: 3 },
      { kind: "answered" },
      { kind: "answered" },
    ]);
    expect(list.map(({ state }) => state)).toEqual(["received", "received", "received", "decided"]);
  });

  test("[LOOP-11] a state is unknown until the desk's newest message was opened", () => {
    const [row] = rows(
      [entry("one", { messages: 3 })],
      [["one", { status: "in review", messages: 2, language: "ar" }]],
    );
    expect(row).toMatchObject({ state: "unknown", language: "ar" });
  });

  test("[LOOP-11] filters find what is new, overdue or decided; a decided case with a new message is open again", () => {
    const decided: [string, KnownCase] = ["one", { status: "decided", messages: 1, language: null }];
    const [quiet] = rows([entry("one", { messages: 1, downloaded: true })], [decided]);
    const [answered] = rows(
      [entry("one", { messages: 1, downloaded: true }), entry("two", { kind: "message", case: "one" })],
      [decided],
    );
    if (!quiet || !answered) throw new Error("no rows");
    expect([passesFilter(quiet, "open"), passesFilter(quiet, "decided"), passesFilter(quiet, "all")]).toEqual([
      false,
      true,
      true,
    ]);
    expect([passesFilter(answered, "open"), passesFilter(answered, "new")]).toEqual([true, true]);
  });
});

describe("writing a reply", () => {
  const phrases = [
    { id: "looking", text: "a", status: "in review" as const },
    { id: "booked", text: "b", status: "decided" as const },
    { id: "thanks", text: "c" },
  ];
  const toggle = (draft: ReturnType<typeof emptyReply>, id: string) => {
    const phrase = phrases.find((one) => one.id === id);
    if (!phrase) throw new Error(id);
    return togglePhrase({ draft, phrase, phrases });
  };

  test("[LOOP-11] a phrase brings its status, and takes it away again", () => {
    const one = toggle(emptyReply("fr"), "looking");
    expect(one).toMatchObject({ phrases: ["looking"], status: "in review" });
    const two = toggle(one, "booked");
    expect(two).toMatchObject({ phrases: ["looking", "booked"], status: "decided" });
    expect(toggle(two, "booked")).toMatchObject({ phrases: ["looking"], status: "in review" });
    expect(toggle(one, "looking")).toMatchObject({ phrases: [], status: null });
    expect(toggle(one, "thanks")).toMatchObject({ phrases: ["looking", "thanks"], status: "in review" });
  });

  test("[LOOP-11] a status that was chosen by hand stays", () => {
    const byHand = { ...emptyReply("fr"), status: "action needed" as const };
    expect(toggle(byHand, "booked")).toMatchObject({ phrases: ["booked"], status: "action needed" });
  });
});

describe("passphrases", () => {
  test.each([
    ["short", "too-short"],
    ["aaaaaaaaaaaaaaaa", "weak"],
    ["abcdefghijklmnop", "weak"],
    ["12341234123412341234", "weak"],
    ["blue house 47", "good"],
    ["correct horse battery staple", "strong"],
    ["أربع كلمات لا يعرفها غيري", "strong"],
  ] as const)("[LOOP-11] the strength of %j is told as %s", (passphrase, strength) => {
    expect(strengthOf(passphrase)).toBe(strength);
  });
});
