/** Services over a scenario, in the browser: they answer as told and write down what was asked. */
import { signal } from "@preact/signals";
import type { Outcome, Services } from "../../../src/ui/services.ts";
import { aDraft, type Call, now, type Scenario } from "./scenario.ts";

const onePixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const photo = (): Blob =>
  new Blob([Uint8Array.from(atob(onePixel), (one) => one.charCodeAt(0))], { type: "image/png" });

export function servicesOf(scenario: Scenario, calls: Call[]): Services {
  const drafts = signal(scenario.drafts ?? []);
  const cases = signal(scenario.cases ?? []);
  const isLoaded = signal(scenario.isLoaded ?? true);
  const ask = async <Answer>(name: string, of: unknown, usual: Answer): Promise<Answer> => {
    calls.push({ name, of });
    const { answers = {}, failing = [] } = scenario;
    if (failing.includes(name)) throw new Error(`${name} fails, as the test wants`);
    // A test gives an answer of the type that the call has.
    return Object.hasOwn(answers, name) ? (answers[name] as Answer) : usual;
  };
  const fine: Outcome = { ok: true };
  const formOf = (place: string, form: string) =>
    scenario.kept.find((one) => one.place.id === place)?.forms[form] ?? null;
  return {
    app: {
      status: signal({
        connection: "hub-answers",
        readyOffline: { bytes: 400_000 },
        fetching: null,
        lastContactAt: "2026-11-24T14:00:00.000Z",
        isStale: false,
        waiting: 0,
        sendsByItself: false,
        isSending: false,
        updateWaiting: false,
        storeWasEmptied: false,
        readingOnly: null,
        ...scenario.status,
      }),
      sendNow: () => calls.push({ name: "app.sendNow", of: null }),
      restart: () => calls.push({ name: "app.restart", of: null }),
      dismissEmptiedNote: () => undefined,
      now: () => new Date(now),
    },
    packs: {
      places: signal(scenario.places ?? []),
      refresh: () => ask("packs.refresh", null, undefined),
      keep: (of) => ask("packs.keep", of, fine),
      checkNow: () => ask("packs.checkNow", null, fine),
      form: async ({ place, form }) => formOf(place, form),
      reading: async (place) => {
        const kept = scenario.kept.find((one) => one.place.id === place);
        return kept
          ? { place: kept.place, texts: kept.texts, manifest: { issuedAt: now, sequence: 1, practice: true } }
          : null;
      },
      canSeal: async () => true,
    },
    drafts: {
      drafts,
      isLoaded,
      begin: async () => ({ ok: false, problem: "form-unknown" }),
      open: async () => null,
      save: async () => ({ ok: false, problem: "not-found" }),
      attach: async () => ({ ok: false, problem: "not-found" }),
      detach: async () => ({ ok: false, problem: "not-found" }),
      preview: async () => null,
      remove: async (id) => {
        await ask("drafts.remove", id, undefined);
        drafts.value = drafts.value.filter((one) => one.id !== id);
      },
      finalise: async () => ({ ok: false, problem: "not-found" }),
    },
    cases: {
      cases,
      isLoaded,
      refresh: () => ask("cases.refresh", null, fine),
      sent: async (id) => {
        calls.push({ name: "cases.sent", of: id });
        const of = cases.value.find((one) => one.id === id);
        if (!of || !scenario.sent) return null;
        return { ...scenario.sent, language: "en", source: formOf(of.place, of.form) };
      },
      attachment: (of) => ask("cases.attachment", of, photo()),
      sendMessage: ({ copies, ...of }) => ask("cases.sendMessage", { ...of, copies: copies.length }, fine),
      withdraw: (of) => ask("cases.withdraw", of, { ok: true, outcome: "withdrawn" }),
      correct: (of) => ask("cases.correct", of, { ok: true, draft: aDraft({ id: "correction", corrects: of.id }) }),
      slip: (of) => ask("cases.slip", of, { text: "SLIP-TEXT", address: "http://localhost/en/claim#SLIP-TEXT" }),
      readSlip: (text) =>
        ask("cases.readSlip", text, {
          ok: true,
          slip: { id: "case-1", place: "example-town", practice: true, isHere: false },
        }),
      claim: (of) => ask("cases.claim", of, { ok: true, id: "case-1" }),
      receipt: (id) => ask("cases.receipt", id, "aaa.bbb.ccc"),
      verifyReceipt: (jws) => ask("cases.verifyReceipt", jws, { ok: false, problem: "receipt-wrong" }),
      exportOne: (id) => ask("cases.exportOne", id, new Blob(["{}"], { type: "application/json" })),
      remove: async (id) => {
        const outcome = await ask("cases.remove", id, fine);
        if (outcome.ok) cases.value = cases.value.filter((one) => one.id !== id);
        return outcome;
      },
    },
    storage: {
      usage: () => ask("storage.usage", null, { usedBytes: 1_200_000, quotaBytes: 600_000_000, isPersisted: false }),
      persist: () => ask("storage.persist", null, true),
      exportAll: () => ask("storage.exportAll", null, new Blob(["zip"], { type: "application/zip" })),
      deleteAll: () => ask("storage.deleteAll", null, undefined),
    },
  };
}
