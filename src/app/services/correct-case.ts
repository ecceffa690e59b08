/** Correct and send again: a draft with the answers and photos of a submission, that names it inside its seal. */
import type { ClearCopy } from "../../device/drafts.ts";
import type { Draft, OutcomeOf } from "../../ui/services.ts";
import { type LoadedDraftService, toDraft } from "./draft-service.ts";
import { failed } from "./outcome.ts";
import type { PersonalContext } from "./personal-context.ts";

/** A correction that was begun already is opened again. */
export async function correctCase(
  context: PersonalContext,
  drafts: Pick<LoadedDraftService, "add">,
  { id, language }: { id: string; language: string },
): Promise<OutcomeOf<{ draft: Draft }>> {
  const begun = (await context.drafts.list()).find(({ value }) => value.corrects === id);
  if (begun) return { ok: true, draft: toDraft(begun) };
  const stored = await context.cases.get(id);
  const sent = stored && (await context.own.submission({ id, body: stored.value }));
  if (!sent) return failed("not-found");
  const { place, form, formVersion } = stored.value;
  const source =
    (await context.packs.form({ place, form, version: formVersion })) ?? (await context.packs.form({ place, form }));
  if (!source) return failed("form-unknown");
  const { answers, attachments } = sent.payload;
  const copies: ClearCopy[] = [];
  for (const { path, part } of attachments) {
    const bytes = await context.own.part({ id, body: stored.value, index: part });
    if (!bytes) return failed("storage-failed");
    copies.push({ path, bytes });
  }
  const at = context.now().toISOString();
  const draft = await drafts.add({
    body: {
      v: 1,
      place,
      form,
      formVersion: source.version,
      language,
      answers,
      attachments: attachments.map(({ path, fileName, mediaType, bytes }) => ({ path, fileName, mediaType, bytes })),
      screen: null,
      corrects: id,
      startedAt: at,
      savedAt: at,
    },
    copies,
  });
  return { ok: true, draft };
}
