/** What a person sends later in a case, text and copies, sealed like a submission; asking the desk to take it back is such a message (S4.4). */
import { type Attachment, messagePayload } from "../../core/envelope.ts";
import type { CaseBody, StoredCase } from "../../device/cases.ts";
import { addToOutbox, clearWithdrawalAsked, outboxStores, writeInOne } from "../../device/outbox-transaction.ts";
import { fromBase64url, hashOf } from "../../seal/bytes.ts";
import type { CaseKeys } from "../../seal/case-keys.ts";
import { type SealedEnvelope, sealEnvelope } from "../../seal/envelope.ts";
import type { Outcome } from "../../ui/services.ts";
import { deskKeysNow } from "./desk-keys.ts";
import { mostParts } from "./finalise-draft.ts";
import { failed } from "./outcome.ts";
import type { PersonalContext } from "./personal-context.ts";
import { photoMediaType } from "./scale-photo.ts";
import { wellFormed } from "./well-formed.ts";

export type Message = {
  readonly text: string;
  readonly language: string;
  readonly copies: readonly Blob[];
  readonly request: "withdraw" | null;
};

/** The capability that opens the case now: the derived one, or that of the last take-over. */
export const capabilityOf = (body: CaseBody, keys: CaseKeys): string => body.capability ?? keys.capability;

/**
 * Seals a message and puts it into the outbox; resolves after the commit.
 * @param fulfilsWish it was wished while the outcome of sending was unknown; when another tab was quicker, nothing is sent twice
 */
export async function sendMessage(
  context: PersonalContext,
  { stored, message, fulfilsWish = false }: { stored: StoredCase; message: Message; fulfilsWish?: boolean },
): Promise<Outcome> {
  const { value: body } = stored;
  if (body.movedAway) return failed("case-moved");
  // Which of two capabilities opens the case is known after the next news.
  if (body.nextCapability !== null) return failed("no-connection");
  const manifest = await context.packs.manifest(body.place);
  const deskKeys = manifest ? deskKeysNow({ manifest, desk: body.desk, at: context.now() }) : [];
  if (deskKeys.length === 0) return failed("no-desk-key");
  if (message.copies.length > mostParts) return failed("too-large");
  const parts: Uint8Array[] = [];
  for (const copy of message.copies) {
    const photo = await context.scalePhoto(copy);
    if (!photo.ok) return photo;
    parts.push(photo.bytes);
  }
  const sealed = await sealMessage(context, { stored, keys: await context.own.keysOf(body), message, parts, deskKeys });
  await store(context, { sealed, fulfilsWish, caseId: stored.id });
  return { ok: true };
}

async function sealMessage(
  context: PersonalContext,
  of: {
    stored: StoredCase;
    keys: CaseKeys;
    message: Message;
    parts: readonly Uint8Array[];
    deskKeys: Parameters<typeof sealEnvelope>[0]["deskKeys"];
  },
): Promise<SealedEnvelope> {
  const { id, value: body } = of.stored;
  const { place, desk, form, formVersion, practice } = body;
  const attachments = of.parts.map((bytes, part): Attachment => {
    const name = `copy-${part + 1}`;
    return { path: `/${name}`, fileName: `${name}.jpg`, mediaType: photoMediaType, part, bytes: bytes.length };
  });
  const capabilityHash = await hashOf(fromBase64url(capabilityOf(body, of.keys)));
  return sealEnvelope({
    header: { kind: "message", place, desk, form, formVersion, capabilityHash, case: id, practice },
    payload: messagePayload(
      {
        v: 1,
        kind: "message",
        envelopeHash: body.envelopeHash,
        language: of.message.language,
        text: wellFormed(of.message.text),
        attachments,
        request: of.message.request,
        writtenAt: context.now().toISOString(),
      },
      "payload",
    ),
    parts: of.parts,
    deskKeys: of.deskKeys,
    caseKey: of.keys.publicJwk,
    random: context.random,
  });
}

async function store(
  { device, holder }: PersonalContext,
  of: { sealed: SealedEnvelope; fulfilsWish: boolean; caseId: string },
): Promise<void> {
  await writeInOne(device.connection, outboxStores, async (transaction) => {
    const isWanted = !of.fulfilsWish || (await clearWithdrawalAsked(transaction, of.caseId));
    if (isWanted) await addToOutbox(transaction, { sealed: of.sealed, holder: holder.id });
  });
}
