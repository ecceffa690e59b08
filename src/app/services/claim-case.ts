/** Opens a case by its claim slip on this device, beside the first one or instead of it. */
import type { Manifest } from "../../core/pack.ts";
import type { CaseBody } from "../../device/cases.ts";
import { storeClaimed } from "../../device/claimed-case.ts";
import { type CaseKeys, newCapability } from "../../seal/case-keys.ts";
import { type ClaimSlip, decodeClaimSlip } from "../../seal/claim-slip.ts";
import { askForNews } from "../../sync/news.ts";
import type { CaseService, OutcomeOf } from "../../ui/services.ts";
import { slipProblems } from "./case-slip.ts";
import { type FetchedEnvelope, fetchCase } from "./fetch-case.ts";
import { type Failed, failed, problemOfFailure } from "./outcome.ts";
import type { PersonalContext } from "./personal-context.ts";
import { capabilityOf } from "./send-message.ts";
import { finishTakeOver } from "./take-over.ts";

type Claim = Parameters<CaseService["claim"]>[0];

/** Stores the case and what the hub has of it here; `take-over` then makes the first device lose it. */
export async function claimCase(context: PersonalContext, { text, as }: Claim): Promise<OutcomeOf<{ id: string }>> {
  const decoded = await decodeClaimSlip(text);
  if (!decoded.ok) return failed(slipProblems[decoded.reason]);
  const { slip } = decoded;
  const manifest = await manifestFor(context, slip);
  if ("ok" in manifest) return manifest;
  if (!(await isOpenHere(context, slip))) {
    const opened = await openHere(context, { slip, manifest });
    if (!opened.ok) return opened;
  }
  if (as === "take-over") {
    const taken = await takeOver(context, slip.envelopeId);
    if (!taken.ok) return taken;
  }
  return { ok: true, id: slip.envelopeId };
}

/** The case is on this device already, under the capability of the slip. */
async function isOpenHere(context: PersonalContext, slip: ClaimSlip): Promise<boolean> {
  const body = (await context.cases.get(slip.envelopeId))?.value;
  if (!body || body.movedAway || body.secret !== slip.caseSecret) return false;
  const keys = await context.own.keysOf(body);
  return capabilityOf(body, keys) === (slip.capability ?? keys.capability);
}

async function manifestFor({ packs }: PersonalContext, { place, practice }: ClaimSlip): Promise<Manifest | Failed> {
  if (!(await packs.manifest(place))) {
    const fetched = await packs.fetch(place);
    if (!fetched.ok) return fetched;
  }
  const manifest = await packs.manifest(place);
  if (!manifest) return failed("pack-refused");
  return manifest.practice === practice ? manifest : failed("slip-practice");
}

async function openHere(
  context: PersonalContext,
  { slip, manifest }: { slip: ClaimSlip; manifest: Manifest },
): Promise<OutcomeOf<{ id: string }>> {
  const keys = await context.own.keysOf({ secret: slip.caseSecret });
  const capability = slip.capability ?? keys.capability;
  const fetched = await fetchCase({
    transport: context.engine.transport,
    now: context.now,
    manifest,
    capability,
    keys,
  });
  if (!fetched.ok) return fetched.problem === "not-found" ? whyNothing(context, capability) : fetched;
  const first = fetched.envelopes.find(({ sealed }) => sealed.id === slip.envelopeId);
  if (!first) return failed("not-found");
  const body = bodyOf({ slip, first, keys });
  if (!body) return failed("slip-damaged");
  const { envelopeId: id } = slip;
  const envelopes = [first, ...inOrderOfWriting(fetched.envelopes.filter((one) => one !== first))];
  await storeClaimed({ connection: context.device.connection, holder: context.holder, id, body, envelopes });
  return { ok: true, id };
}

/** The capability opens nothing: the case moved to another device, or the hub never had it. */
async function whyNothing({ engine, random }: PersonalContext, capability: string): Promise<Failed> {
  const result = await askForNews({ transport: engine.transport, random, cases: [{ capability, afterNumber: 0 }] });
  if (!result.ok) return failed(problemOfFailure(result.failure));
  return failed(result.news[0]?.state === "moved" ? "case-moved" : "not-found");
}

/** Null when what the hub gave is not the submission that the slip names. */
function bodyOf(of: { slip: ClaimSlip; first: FetchedEnvelope; keys: CaseKeys }): CaseBody | null {
  const { slip, first, keys } = of;
  const { header, hash } = first.sealed;
  const { payload } = first;
  if (payload.kind !== "submission" || hash !== slip.envelopeHash || header.place !== slip.place) return null;
  // The desk answers to this key; another one inside would mean that the seal was made for somebody else's case.
  const { x, y } = payload.casePublicKey;
  if (x !== keys.publicJwk.x || y !== keys.publicJwk.y) return null;
  return {
    v: 1,
    secret: slip.caseSecret,
    capability: slip.capability ?? null,
    nextCapability: null,
    envelopeHash: hash,
    place: header.place,
    form: header.form,
    formVersion: header.formVersion,
    desk: header.desk,
    practice: header.practice,
    language: payload.language,
    finalisedAt: payload.finalizedAt,
    corrects: payload.corrects ?? null,
    deskMessages: [],
    unverified: [],
    downloaded: false,
    movedAway: false,
    isClaimed: true,
  };
}

const inOrderOfWriting = (messages: readonly FetchedEnvelope[]): readonly FetchedEnvelope[] =>
  messages
    .flatMap((message) => (message.payload.kind === "message" ? [{ message, at: message.payload.writtenAt }] : []))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .map(({ message }) => message);

/** Stores the new capability, then asks the hub; one that was stored by an attempt before is used again. */
async function takeOver(context: PersonalContext, id: string): Promise<OutcomeOf<{ id: string }>> {
  const fresh = await newCapability(context.random);
  const stored = await context.cases.update(id, (body) =>
    body.nextCapability === null ? { ...body, nextCapability: fresh.capability } : body,
  );
  if (!stored) return failed("not-found");
  const capability = capabilityOf(stored.value, await context.own.keysOf(stored.value));
  const finished = await finishTakeOver(context, { stored, capability });
  return finished.ok ? { ok: true, id } : finished;
}
