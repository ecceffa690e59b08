/** Opens and verifies the desk's messages in the news of a case (S8.2): signature, officer, desk, envelope and number of each. */
import type { SealedDeskMessage } from "../core/case.ts";
import type { Manifest } from "../core/pack.ts";
import type { CaseBody } from "../device/cases.ts";
import { openDeskMessage, verifyDeskMessage } from "../seal/desk-message.ts";
import type { RecipientKey } from "../seal/key-handle.ts";
import { SealError } from "../seal/seal-error.ts";

export type KnownMessages = Pick<CaseBody, "deskMessages" | "unverified">;

/**
 * What is known of a case's messages after some came. The hash of the one before is compared where the messages are read
 * (`readCaseMessages`), since messages come in any order and gaps fill later. A number whose message does not verify is asked for again.
 */
export async function takeMessages(of: {
  known: KnownMessages;
  sealed: readonly SealedDeskMessage[];
  recipient: RecipientKey;
  /** Of the manifest on this device; retired officers count for their time. */
  desks: Manifest["desks"];
  expected: { readonly desk: string; readonly envelopeId: string; readonly envelopeHash: string };
}): Promise<KnownMessages> {
  const { recipient, desks, expected } = of;
  const messages = [...of.known.deskMessages];
  const unverified = new Set<number>();
  for (const sealed of of.sealed) {
    const { number } = sealed;
    const jws = sealed.envelopeId === expected.envelopeId ? await open({ sealed, recipient }) : null;
    const result =
      jws === null
        ? null
        : await verifyDeskMessage({ jws, desks, expected: { ...expected, number, previous: undefined } });
    if (jws === null || !result?.ok) unverified.add(number);
    else if (!messages.some(({ hash }) => hash === result.hash)) messages.push({ number, hash: result.hash, jws });
  }
  return {
    deskMessages: messages.sort((a, b) => a.number - b.number),
    unverified: [...unverified].sort((a, b) => a - b),
  };
}

async function open(job: { sealed: SealedDeskMessage; recipient: RecipientKey }): Promise<string | null> {
  try {
    return await openDeskMessage(job);
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}
