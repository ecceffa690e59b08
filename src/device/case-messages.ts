/** The desk's messages of a case as the device keeps them: which may be shown, and what is wrong with their numbering (S8.2, S8.3). */
import { type DeskMessage, deskMessage } from "../core/case.ts";
import { readJws } from "../seal/jws.ts";
import { type ChainFault, findChainFaults } from "../seal/message-chain.ts";
import type { CaseBody } from "./cases.ts";

export type CaseMessages = {
  /** In order of number: those whose message before is the one that they name, or is missing. */
  readonly shown: readonly DeskMessage[];
  readonly faults: readonly (ChainFault | { readonly kind: "unverified"; readonly number: number })[];
  /** Every message up to this number is here and fits; news are asked from here on, so that gaps fill. */
  readonly wholeUntil: number;
};

/** Reads messages that were verified when they came; each names the hash of the one before. */
export function readCaseMessages({
  deskMessages,
  unverified,
}: Pick<CaseBody, "deskMessages" | "unverified">): CaseMessages {
  const read = deskMessages.flatMap(({ number, hash, jws }) => {
    const payload = readJws({ jws, type: "desk-message", parse: deskMessage })?.payload;
    return payload ? [{ number, hash, previous: payload.previous, payload }] : [];
  });
  const before = (number: number) => read.filter((link) => link.number === number - 1);
  const fits = (link: (typeof read)[number]) => {
    const known = before(link.number);
    return known.length === 0 || known.some(({ hash }) => hash === link.previous);
  };
  let wholeUntil = 0;
  for (;;) {
    const next = read.filter(({ number }) => number === wholeUntil + 1);
    if (next.length !== 1 || !next.every(fits)) break;
    wholeUntil += 1;
  }
  return {
    shown: read
      .filter(fits)
      .sort((a, b) => a.number - b.number)
      .map(({ payload }) => payload),
    faults: [...findChainFaults(read), ...unverified.map((number) => ({ kind: "unverified" as const, number }))],
    wholeUntil,
  };
}
