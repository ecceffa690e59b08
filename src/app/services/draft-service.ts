/** Drafts as screens see them: saved after every change, told apart by their revision, with photos that lost their metadata. */
import { signal } from "@preact/signals";
import type { ClearCopy, DraftBody, StoredDraft } from "../../device/drafts.ts";
import { toBase64url } from "../../seal/bytes.ts";
import type { Draft, DraftService, OutcomeOf } from "../../ui/services.ts";
import { failed, guarded } from "./outcome.ts";
import type { PersonalContext } from "./personal-context.ts";
import { photoMediaType } from "./scale-photo.ts";
import { wellFormedAnswers } from "./well-formed.ts";

export const toDraft = ({ id, revision, value: { v: _, ...body } }: StoredDraft): Draft => ({ id, ...body, revision });
const bySaving = (a: Draft, b: Draft): number => Date.parse(b.savedAt) - Date.parse(a.savedAt);

/** `photo-3.jpg`: named by us, since a person's own file name may tell more than the picture. */
function nextPhotoName(attachments: DraftBody["attachments"]): string {
  const numbers = attachments.map(({ fileName }) => Number(/^photo-(\d+)\.jpg$/.exec(fileName)?.[1] ?? 0));
  return `photo-${Math.max(0, ...numbers) + 1}.jpg`;
}

export type LoadedDraftService = DraftService & {
  /** Reads the store again, as after a change by another tab. */
  readonly reload: () => Promise<void>;
  /** A new draft with photos, for a correction. */
  readonly add: (of: { body: DraftBody; copies: readonly ClearCopy[] }) => Promise<Draft>;
};

/** What drafts need. Sealing one needs everything, which is loaded only then: a form is open sooner. */
export type DraftContext = Pick<PersonalContext, "drafts" | "changes" | "scalePhoto" | "now" | "random"> & {
  readonly packs: Pick<PersonalContext["packs"], "form">;
  readonly whole: () => Promise<PersonalContext>;
};

/** The list is empty until `reload` ran once. */
export function createDraftService(context: DraftContext): LoadedDraftService {
  const { drafts: store, packs, changes } = context;
  const drafts = signal<readonly Draft[]>([]);
  const isLoaded = signal(false);
  /** Each draft as this tab showed it last: what another tab wrote since is not written over (S7.7). */
  const shown = new Map<string, StoredDraft>();

  const reload = async () => {
    drafts.value = (await store.list()).map(toDraft);
    isLoaded.value = true;
  };
  const show = (stored: StoredDraft): Draft => {
    const draft = toDraft(stored);
    shown.set(draft.id, stored);
    drafts.value = [draft, ...drafts.value.filter(({ id }) => id !== draft.id)].sort(bySaving);
    changes.tell("drafts");
    return draft;
  };
  const hide = (id: string) => {
    shown.delete(id);
    drafts.value = drafts.value.filter((draft) => draft.id !== id);
    changes.tell("drafts");
  };

  async function write(of: Parameters<typeof store.replace>[0]): Promise<OutcomeOf<{ draft: Draft }>> {
    const written = await store.replace({ ...of, body: { ...of.body, savedAt: context.now().toISOString() } });
    if (written.ok) return { ok: true, draft: show(written.draft) };
    await reload();
    return failed(written.reason === "missing" ? "not-found" : "changed-elsewhere");
  }

  type PhotoChange = { body: DraftBody; put?: readonly ClearCopy[]; drop?: readonly string[] };
  async function changePhotos(id: string, change: (body: DraftBody) => PhotoChange) {
    const current = await store.get(id);
    if (!current) return failed("not-found");
    return write({ id, base: shown.get(id)?.revision ?? current.revision, ...change(current.value) });
  }

  async function add(of: { body: DraftBody; copies: readonly ClearCopy[] }): Promise<Draft> {
    return show(await store.add({ id: toBase64url(context.random(16)), ...of }));
  }

  return {
    drafts,
    isLoaded,
    reload,
    add,

    begin: ({ place, form, language, answers = {}, corrects = null }) =>
      guarded(async () => {
        const source = await packs.form({ place, form });
        if (!source) return failed("form-unknown");
        const at = context.now().toISOString();
        const body: DraftBody = {
          v: 1,
          place,
          form,
          formVersion: source.version,
          language,
          answers: wellFormedAnswers(answers),
          attachments: [],
          screen: null,
          corrects,
          startedAt: at,
          savedAt: at,
        };
        return { ok: true, draft: await add({ body, copies: [] }) };
      }),

    open: async (id) => {
      const found = await store.get(id);
      if (!found) return null;
      shown.set(id, found);
      return toDraft(found);
    },

    save: ({ id, revision, answers, screen, language }) =>
      guarded(async () => {
        const last = shown.get(id);
        // The usual case reads nothing before it writes: a keystroke is saved in one transaction.
        const known = last?.revision === revision ? last : await store.get(id);
        if (!known) return failed("not-found");
        const body = { ...known.value, answers: wellFormedAnswers(answers), screen, language };
        return write({ id, base: revision, body });
      }),

    attach: ({ id, path, file }) =>
      guarded(async () => {
        const photo = await context.scalePhoto(file);
        if (!photo.ok) return photo;
        const { bytes } = photo;
        return changePhotos(id, (body) => {
          const fileName = nextPhotoName(body.attachments);
          const others = body.attachments.filter((other) => other.path !== path);
          const added = { path, fileName, mediaType: photoMediaType, bytes: bytes.length };
          const answers = { ...body.answers, [path]: fileName };
          return { body: { ...body, answers, attachments: [...others, added] }, put: [{ path, bytes }] };
        });
      }),

    detach: ({ id, path }) =>
      guarded(() =>
        changePhotos(id, (body) => {
          const { [path]: _, ...answers } = body.answers;
          const attachments = body.attachments.filter((other) => other.path !== path);
          return { body: { ...body, answers, attachments }, drop: [path] };
        }),
      ),

    preview: async (of) => {
      const bytes = await store.copy(of);
      return bytes && new Blob([bytes], { type: photoMediaType });
    },

    remove: async (id) => {
      await store.remove(id);
      hide(id);
    },

    finalise: (of) =>
      guarded(async () => {
        const [whole, { finaliseDraft }] = await Promise.all([context.whole(), import("./finalise-draft.ts")]);
        const outcome = await finaliseDraft(whole, of);
        if (outcome.ok) {
          hide(of.id);
          changes.tell("cases");
          changes.tell("outbox");
          whole.engine.wake();
        }
        return outcome;
      }),
  };
}
