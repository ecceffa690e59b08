/** The desk's own messages of a case, opened and verified in order (docs/sync-spec.md S8.2, S8.3). */
import type { DeskMessage, SealedDeskMessage } from "../core/case.ts";
import type { Manifest } from "../core/pack.ts";
import { type DeskMessageProblem, openDeskMessage, verifyDeskMessage } from "../seal/desk-message.ts";
import { hashOfJws } from "../seal/jws.ts";
import type { RecipientKey } from "../seal/key-handle.ts";
import { type ChainFault, findChainFaults } from "../seal/message-chain.ts";
import { SealError } from "../seal/seal-error.ts";

/** A message that is at the hub and cannot be shown: sealed to a desk key that this officer lacks, damaged, or not to be believed. */
export type UnreadMessage = {
  readonly number: number;
  readonly reason: "no-key" | "damaged" | DeskMessageProblem;
};
export type ReadMessage = { readonly message: DeskMessage; readonly hash: string; readonly kid: string };

export type CaseChain = {
  readonly messages: readonly ReadMessage[];
  readonly unread: readonly UnreadMessage[];
  readonly faults: readonly ChainFault[];
  /** What the next message must name: null before the first; undefined when the newest cannot be opened here. */
  readonly previous: string | null | undefined;
  readonly nextNumber: number;
};

export type ChainSource = {
  readonly sealed: readonly SealedDeskMessage[];
  readonly deskKeys: readonly RecipientKey[];
  readonly desks: Manifest["desks"];
  readonly desk: string;
  /** Of the submission that opened the case. */
  readonly envelopeId: string;
  readonly envelopeHash: string;
};

async function openWithAny(
  sealed: SealedDeskMessage,
  deskKeys: readonly RecipientKey[],
): Promise<string | "no-key" | "damaged"> {
  const recipient = deskKeys.find(({ kid }) => sealed.wraps.some((wrap) => wrap.kid === kid));
  if (!recipient) return "no-key";
  try {
    return await openDeskMessage({ sealed, recipient });
  } catch (error) {
    if (error instanceof SealError) return "damaged";
    throw error;
  }
}

/** Opens and verifies; what verified stays readable whatever else is wrong. */
export async function readChain(of: ChainSource): Promise<CaseChain> {
  const messages: ReadMessage[] = [];
  const unread: UnreadMessage[] = [];
  const inOrder = [...of.sealed].sort((a, b) => a.number - b.number);
  let previous: string | null | undefined = null;
  for (const sealed of inOrder) {
    const jws = sealed.envelopeId === of.envelopeId ? await openWithAny(sealed, of.deskKeys) : "damaged";
    if (jws === "no-key" || jws === "damaged") {
      unread.push({ number: sealed.number, reason: jws });
      previous = undefined;
      continue;
    }
    const { desk, envelopeId, envelopeHash } = of;
    const expected = { desk, envelopeId, envelopeHash, number: sealed.number, previous };
    const verified = await verifyDeskMessage({ jws, desks: of.desks, expected });
    if (verified.ok) messages.push({ message: verified.message, hash: verified.hash, kid: verified.kid });
    else unread.push({ number: sealed.number, reason: verified.reason });
    previous = await hashOfJws(jws);
  }
  const newest = inOrder.at(-1)?.number ?? 0;
  const links = messages.map(({ message, hash }) => ({ number: message.number, hash, previous: message.previous }));
  return { messages, unread, faults: findChainFaults(links, newest), previous, nextNumber: newest + 1 };
}
