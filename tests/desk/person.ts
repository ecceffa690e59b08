/** A person who sends to the desk of the tests: real seals, through the hub's own routes. */
import type { Answers } from "../../src/core/form/model.ts";
import { certifiedDeskOf } from "../../src/desk/desk-place.ts";
import { type CaseKeys, deriveCaseKeys, newCaseSecret } from "../../src/seal/case-keys.ts";
import { type SealedEnvelope, sealEnvelope } from "../../src/seal/envelope.ts";
import { anyHash } from "../seal/making.ts";
import type { DeskInAFolder } from "./desk-in-a-folder.ts";

export const interpreter = "ask-for-an-interpreter";
export const answersInArabic: Answers = {
  "/need/language": "other",
  "/need/other_language": "زغاوة",
  "/need/topics": "health money",
  "/appointment/way": "phone",
  "/appointment/phone": "01 99 00 12 40",
  "/appointment/appointment_date": "2026-12-01",
  "/appointment/hours": "1.5",
  "/appointment/letter_photo": "letter.jpg",
};
export const photo = new Uint8Array(3_000).map((_, index) => index % 251);

export type Sent = { readonly envelope: SealedEnvelope; readonly owner: CaseKeys };

async function deliver({ hub }: DeskInAFolder, { id, bytes, parts }: SealedEnvelope): Promise<void> {
  await hub.push(bytes);
  for (const [index, part] of parts.entries()) await hub.uploadPart(id, index, 0, part);
}

async function recipientsOf(desk: DeskInAFolder) {
  const place = await desk.readPlace();
  const version = place.place.forms.find(({ id }) => id === interpreter)?.version ?? "";
  return { version, deskKeys: certifiedDeskOf(place, "newcomers")?.keys ?? [] };
}

/** A submission of the interpreter form with one photo, whole at the hub. */
export async function submit(
  desk: DeskInAFolder,
  changes: { answers?: Answers; corrects?: string; language?: string } = {},
): Promise<Sent> {
  const { version, deskKeys } = await recipientsOf(desk);
  const owner = await deriveCaseKeys(newCaseSecret());
  const language = changes.language ?? "ar";
  const envelope = await sealEnvelope({
    header: {
      kind: "submission",
      place: "example-town",
      desk: "newcomers",
      form: interpreter,
      formVersion: version,
      capabilityHash: owner.capabilityHash,
      case: null,
      practice: true,
    },
    payload: {
      v: 1,
      kind: "submission",
      form: interpreter,
      formVersion: version,
      language,
      answers: changes.answers ?? answersInArabic,
      attachments: [
        { path: "/appointment/letter_photo", fileName: "letter.jpg", mediaType: "image/jpeg", part: 0, bytes: 3_000 },
      ],
      finalizedAt: "2026-11-24T10:00:00Z",
      casePublicKey: owner.publicJwk,
      ...(changes.corrects === undefined ? {} : { corrects: changes.corrects }),
      notice: { sequence: 1, language, hash: anyHash },
    },
    parts: [photo],
    deskKeys,
    caseKey: owner.publicJwk,
  });
  await deliver(desk, envelope);
  return { envelope, owner };
}

/** A later message in a case. `about` is the envelope whose hash it names inside the seal. */
export async function sendMessage(
  desk: DeskInAFolder,
  of: { sent: Sent; text: string; about?: SealedEnvelope; request?: "withdraw" },
): Promise<SealedEnvelope> {
  const { version, deskKeys } = await recipientsOf(desk);
  const { envelope, owner } = of.sent;
  const message = await sealEnvelope({
    header: {
      kind: "message",
      place: "example-town",
      desk: "newcomers",
      form: interpreter,
      formVersion: version,
      capabilityHash: owner.capabilityHash,
      case: envelope.id,
      practice: true,
    },
    payload: {
      v: 1,
      kind: "message",
      envelopeHash: (of.about ?? envelope).hash,
      language: "ar",
      text: of.text,
      attachments: [],
      request: of.request ?? null,
      writtenAt: "2026-11-24T11:00:00Z",
    },
    parts: [],
    deskKeys,
    caseKey: owner.publicJwk,
  });
  await deliver(desk, message);
  return message;
}
