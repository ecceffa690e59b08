/** The claim slip of a case, made when its owner asks for it, and read before anything is asked of the hub. */
import { claimPath, decodeClaimSlip, encodeClaimSlip } from "../../seal/claim-slip.ts";
import type { CaseService, OutcomeOf, SlipView } from "../../ui/services.ts";
import { failed } from "./outcome.ts";
import type { PersonalContext } from "./personal-context.ts";

type Slip = { readonly text: string; readonly address: string };

/** Null when the slip would open nothing: the case moved, or a take-over is not settled yet. */
export async function makeSlip(
  { cases, origin }: PersonalContext,
  { id, language }: Parameters<CaseService["slip"]>[0],
): Promise<Slip | null> {
  const body = (await cases.get(id))?.value;
  if (!body || body.movedAway || body.nextCapability !== null) return null;
  const { envelopeHash, place, practice, secret, capability } = body;
  const text = await encodeClaimSlip({
    envelopeId: id,
    envelopeHash,
    place,
    practice,
    caseSecret: secret,
    ...(capability === null ? {} : { capability }),
  });
  return { text, address: origin + claimPath({ language, text }) };
}

export const slipProblems = {
  "not-a-slip": "slip-not-a-slip",
  damaged: "slip-damaged",
  "unknown-version": "slip-newer-version",
} as const;

export async function readSlip({ cases }: PersonalContext, text: string): Promise<OutcomeOf<{ slip: SlipView }>> {
  const decoded = await decodeClaimSlip(text);
  if (!decoded.ok) return failed(slipProblems[decoded.reason]);
  const { envelopeId: id, place, practice } = decoded.slip;
  const known = await cases.get(id);
  return { ok: true, slip: { id, place, practice, isHere: known !== null && !known.value.movedAway } };
}
