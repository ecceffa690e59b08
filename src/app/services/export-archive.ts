/** What a person takes along: a ZIP of readable pages, JSON, photos and receipts. No key, no capability and no claim slip is in it. */
import { strToU8, type Zippable, zipSync } from "fflate";
import type { CaseView, Draft } from "../../ui/services.ts";
import { exportPage } from "./export-page.ts";
import type { PersonalContext } from "./personal-context.ts";

const zipType = "application/zip";
const json = (value: unknown): Uint8Array => strToU8(`${JSON.stringify(value, null, 2)}\n`);
/** Photos are compressed already. */
const asIs = (bytes: Uint8Array): Zippable[string] => [bytes, { level: 0 }];
const toZip = (files: Zippable): Blob => new Blob([new Uint8Array(zipSync(files))], { type: zipType });

/** One case: answers, photos, messages and receipt. */
export async function exportCase(context: PersonalContext, view: CaseView): Promise<Blob> {
  return toZip(await caseFiles(context, view));
}

/** Every draft and case of the holder, a folder each. */
export async function exportEverything(
  context: PersonalContext,
  of: { drafts: readonly Draft[]; cases: readonly CaseView[] },
): Promise<Blob> {
  const files: Zippable = {};
  // Names carry the whole id too: two numbers may be alike.
  for (const view of of.cases) files[`requests/${view.number}_${view.id}`] = await caseFiles(context, view);
  for (const draft of of.drafts) files[`not-finished/${draft.form}_${draft.id}`] = await draftFiles(context, draft);
  return toZip(files);
}

async function caseFiles({ cases, outbox, own, packs }: PersonalContext, view: CaseView): Promise<Zippable> {
  const { id, place, form, formVersion } = view;
  const files: Zippable = {};
  const stored = await cases.get(id);
  const sent = stored && (await own.submission({ id, body: stored.value }));
  const receipt = (await outbox.entry(id))?.receipt ?? null;
  const answers = sent?.payload.answers ?? {};
  const attachments = sent?.payload.attachments ?? [];
  const language = sent?.payload.language ?? stored?.value.language ?? "en";
  files["request.json"] = json({ ...view, language, answers, attachments });
  const source = await packs.form({ place, form, version: formVersion });
  const reading = await packs.reading(place);
  const { timeline, number, finalisedAt } = view;
  const page = { language, number, source, answers, at: finalisedAt, timeline, reading, form };
  files["request.html"] = strToU8(exportPage(page));
  if (receipt !== null) files["receipt.jws"] = strToU8(receipt);
  if (!stored) return files;
  for (const { fileName, part } of attachments) {
    const bytes = await own.part({ id, body: stored.value, index: part });
    if (bytes) files[`photos/${fileName}`] = asIs(bytes);
  }
  for (const entry of timeline) {
    if (entry.kind !== "message") continue;
    for (const { fileName, part } of entry.attachments) {
      const bytes = await own.part({ id: entry.id, body: stored.value, index: part });
      if (bytes) files[`photos/${entry.id}/${fileName}`] = asIs(bytes);
    }
  }
  return files;
}

async function draftFiles({ drafts, packs }: PersonalContext, draft: Draft): Promise<Zippable> {
  const { id, place, form, formVersion, language, answers, savedAt } = draft;
  const files: Zippable = { "draft.json": json(draft) };
  const source = await packs.form({ place, form, version: formVersion });
  const page = { language, number: null, source, answers, at: savedAt, timeline: [], reading: null, form };
  files["draft.html"] = strToU8(exportPage(page));
  for (const { path, fileName } of draft.attachments) {
    const bytes = await drafts.copy({ id, path });
    if (bytes) files[`photos/${fileName}`] = asIs(bytes);
  }
  return files;
}
