/** Drafts in the memory of a page, kept over a reload by the session; a test may let a save fail or write from another window. */
import { signal } from "@preact/signals";
import type { CaseView, Draft, DraftService, OutcomeOf, Problem } from "../../../src/ui/services.ts";
import { aCase, type Call } from "../device-screens/scenario.ts";

declare global {
  interface Window {
    /** Why every save fails from now on; null: none does. */
    savingProblem: Problem | null;
    /** Another window writes an answer into the draft. */
    writeElsewhere: (of: { id: string; path: string; value: string }) => void;
  }
}

const sessionKey = "drafts";

export function memoryDrafts({ calls, now }: { calls: Call[]; now: () => Date }) {
  const kept: readonly Draft[] = JSON.parse(sessionStorage.getItem(sessionKey) ?? "[]");
  const drafts = signal(kept);
  const cases = signal<readonly CaseView[]>([]);
  const copies = new Map<string, Blob>();
  const find = (id: string) => drafts.value.find((draft) => draft.id === id) ?? null;
  const put = (draft: Draft): Draft => {
    drafts.value = [draft, ...drafts.value.filter(({ id }) => id !== draft.id)];
    sessionStorage.setItem(sessionKey, JSON.stringify(drafts.value));
    return draft;
  };
  const drop = (id: string) => {
    drafts.value = drafts.value.filter((draft) => draft.id !== id);
    sessionStorage.setItem(sessionKey, JSON.stringify(drafts.value));
  };
  const change = (id: string, more: (draft: Draft) => Partial<Draft>): OutcomeOf<{ draft: Draft }> => {
    const draft = find(id);
    if (!draft) return { ok: false, problem: "not-found" };
    return {
      ok: true,
      draft: put({ ...draft, ...more(draft), savedAt: now().toISOString(), revision: draft.revision + 1 }),
    };
  };
  window.savingProblem = null;
  window.writeElsewhere = ({ id, path, value }) =>
    change(id, ({ answers }) => ({ answers: { ...answers, [path]: value } }));

  const service: DraftService = {
    drafts,
    begin: async ({ place, form, language, answers = {} }) => {
      const at = now().toISOString();
      const id = crypto.randomUUID().replaceAll("-", "");
      const draft: Draft = {
        id,
        place,
        form,
        formVersion: "current",
        language,
        answers,
        attachments: [],
        screen: null,
        corrects: null,
        startedAt: at,
        savedAt: at,
        revision: 1,
      };
      return { ok: true, draft: put(draft) };
    },
    open: async (id) => find(id),
    save: async ({ id, revision, ...more }) => {
      if (window.savingProblem) return { ok: false, problem: window.savingProblem };
      if (find(id)?.revision !== revision) return { ok: false, problem: "changed-elsewhere" };
      return change(id, () => more);
    },
    attach: async ({ id, path, file }) => {
      if (!file.type.startsWith("image/")) return { ok: false, problem: "not-an-image" };
      copies.set(`${id}${path}`, file);
      const photo = { path, fileName: "photo-1.jpg", mediaType: "image/jpeg", bytes: file.size };
      return change(id, ({ answers, attachments }) => ({
        answers: { ...answers, [path]: photo.fileName },
        attachments: [...attachments.filter((other) => other.path !== path), photo],
      }));
    },
    detach: async ({ id, path }) =>
      change(id, ({ answers: { [path]: _, ...answers }, attachments }) => ({
        answers,
        attachments: attachments.filter((other) => other.path !== path),
      })),
    preview: async ({ id, path }) => copies.get(`${id}${path}`) ?? null,
    remove: async (id) => drop(id),
    finalise: async (of) => {
      calls.push({ name: "drafts.finalise", of });
      const draft = find(of.id);
      if (!draft) return { ok: false, problem: "not-found" };
      drop(of.id);
      const { place, form } = draft;
      cases.value = [
        aCase({ id: "case-1", place, form, state: "waiting", receivedBetween: null, finalisedAt: now().toISOString() }),
      ];
      return { ok: true, id: "case-1" };
    },
  };
  return { service, cases };
}
