/** From a draft to a submission: everything is read and sealed first, then one transaction swaps draft and envelope (S7.2). */
import { type Attachment, submissionPayload } from "../../core/envelope.ts";
import { treeOf } from "../../core/form/form-tree.ts";
import type { Answers, CompiledForm } from "../../core/form/model.ts";
import type { StoredDraft } from "../../device/drafts.ts";
import { storeFinalised } from "../../device/finalise.ts";
import { hashOf, toBase64url, utf8 } from "../../seal/bytes.ts";
import { type CaseKeys, deriveCaseKeys, newCaseSecret } from "../../seal/case-keys.ts";
import { sealEnvelope } from "../../seal/envelope.ts";
import type { DraftService, OutcomeOf } from "../../ui/services.ts";
import { deskKeysNow } from "./desk-keys.ts";
import { type Failed, failed } from "./outcome.ts";
import type { PersonalContext } from "./personal-context.ts";
import { wellFormedAnswers } from "./well-formed.ts";

type FinaliseRequest = Parameters<DraftService["finalise"]>[0];
/** The header's limit. */
export const mostParts = 32;

/** The desk that reads a form, as the place on this device says; null when the place or the form is not here. */
export async function deskOfForm(
  { packs }: Pick<PersonalContext, "packs">,
  of: { place: string; form: string },
): Promise<string | null> {
  const reading = await packs.reading(of.place);
  return reading?.place.forms.find(({ id }) => id === of.form)?.desk ?? null;
}

/** Seals a draft to its desk and puts it into the outbox; on any failure the draft is as it was. */
export async function finaliseDraft(
  context: PersonalContext,
  request: FinaliseRequest,
): Promise<OutcomeOf<{ id: string }>> {
  const draft = await context.drafts.get(request.id);
  if (!draft) return failed("not-found");
  const { place, form, formVersion, corrects } = draft.value;
  const source = await context.packs.form({ place, form, version: formVersion });
  const desk = await deskOfForm(context, draft.value);
  if (!source || desk === null) return failed("form-unknown");
  const manifest = await context.packs.manifest(place);
  const deskKeys = manifest ? deskKeysNow({ manifest, desk, at: context.now() }) : [];
  if (!manifest || deskKeys.length === 0) return failed("no-desk-key");

  const answers = wellFormedAnswers(request.answers);
  const photos = await readPhotos(context, { draft, answers });
  if (!photos.ok) return photos;
  const secret = newCaseSecret(context.random);
  const keys = await deriveCaseKeys(secret);
  const finalisedAt = context.now().toISOString();
  const payload = await payloadOf({ request, draft, source: source.form, answers, keys, finalisedAt, ...photos });
  const { practice } = manifest;
  const header = { kind: "submission", place, desk, form, formVersion, case: null, practice } as const;
  const sealed = await sealEnvelope({
    header: { ...header, capabilityHash: keys.capabilityHash },
    payload,
    parts: photos.parts,
    deskKeys,
    caseKey: keys.publicJwk,
    random: context.random,
  });

  const outcome = await storeFinalised({
    connection: context.device.connection,
    holder: context.holder,
    draft,
    sealed,
    body: {
      v: 1,
      secret: toBase64url(secret),
      capability: null,
      nextCapability: null,
      envelopeHash: sealed.hash,
      place,
      form,
      formVersion,
      desk,
      practice,
      language: request.language,
      finalisedAt,
      corrects,
      deskMessages: [],
      unverified: [],
      downloaded: false,
      movedAway: false,
      isClaimed: false,
    },
  });
  if (outcome === "stored") return { ok: true, id: sealed.id };
  return failed(outcome === "missing" ? "not-found" : "changed-elsewhere");
}

type Photos = { readonly attachments: readonly Attachment[]; readonly parts: readonly Uint8Array[] };

/** Photos of questions that are still answered, in the order of their part numbers. */
async function readPhotos(
  { drafts }: PersonalContext,
  { draft, answers }: { draft: StoredDraft; answers: Answers },
): Promise<({ readonly ok: true } & Photos) | Failed> {
  const used = draft.value.attachments.filter(({ path, fileName }) => answers[path] === fileName);
  if (used.length > mostParts) return failed("too-large");
  const parts: Uint8Array[] = [];
  for (const { path } of used) {
    const bytes = await drafts.copy({ id: draft.id, path });
    // Sent without a photo that the person gave, it would look whole.
    if (!bytes) return failed("storage-failed");
    parts.push(bytes);
  }
  return { ok: true, attachments: used.map((photo, part) => ({ ...photo, part })), parts };
}

async function payloadOf(of: {
  request: FinaliseRequest;
  draft: StoredDraft;
  source: CompiledForm;
  answers: Answers;
  keys: CaseKeys;
  finalisedAt: string;
  attachments: readonly Attachment[];
}) {
  const { request, draft, answers } = of;
  const { form, formVersion, corrects } = draft.value;
  const { sequence, language, text } = request.notice;
  return submissionPayload(
    {
      v: 1,
      kind: "submission",
      form,
      formVersion,
      language: request.language,
      answers,
      attachments: of.attachments,
      finalizedAt: of.finalisedAt,
      casePublicKey: of.keys.publicJwk,
      ...(corrects === null ? {} : { corrects }),
      notice: { sequence, language, hash: await hashOf(utf8(text)) },
      meanings: meaningsOf(of.source, answers),
    },
    "payload",
  );
}

/** Shared meaning (given-name, birth-date) of each answer whose question names one, so that a desk's system can take it over. */
function meaningsOf(form: CompiledForm, answers: Answers): Readonly<Record<string, string>> {
  const { questions } = treeOf(form);
  return Object.fromEntries(
    Object.keys(answers).flatMap((path) => {
      const meaning = questions.get(path)?.node.meaning;
      return meaning === undefined ? [] : [[path, meaning]];
    }),
  );
}
