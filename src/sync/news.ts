/** Asks the hub for news of all cases of this device in one request, in random order, so that the order tells nothing (S8.1). */
import { type CaseNews, newsAnswer, paths } from "../core/protocol.ts";
import { cryptoRandom, type Random, utf8 } from "../seal/bytes.ts";
import type { Failure, Transport } from "./http-transport.ts";
import { readJsonAnswer } from "./read-answer.ts";

/** `afterNumber`: the desk's messages up to it are here. */
export type NewsOf = { readonly capability: string; readonly afterNumber: number };
export type NewsResult =
  /** `news[i]` answers `cases[i]`, whatever the order on the wire. */
  | { readonly ok: true; readonly news: readonly CaseNews[]; readonly epoch: string | null }
  | { readonly ok: false; readonly failure: Failure };

/** The hub's limit for one request. */
export const maxCasesAsked = 256;

/** @param random decides the order; a test gives its own */
export async function askForNews({
  transport,
  cases,
  random = cryptoRandom,
}: {
  transport: Transport;
  cases: readonly NewsOf[];
  random?: Random;
}): Promise<NewsResult> {
  const order = shuffled(cases.length, random);
  const news: CaseNews[] = [];
  let epoch: string | null = null;
  for (let from = 0; from < order.length; from += maxCasesAsked) {
    const positions = order.slice(from, from + maxCasesAsked);
    const asked = positions.flatMap((position) => cases[position] ?? []);
    const exchange = await transport.ask({
      method: "POST",
      path: paths.news,
      headers: { "content-type": "application/json" },
      body: utf8(JSON.stringify({ v: 1, cases: asked })),
    });
    if (!exchange.ok) return exchange;
    const answer = exchange.reply.status === 200 ? readJsonAnswer(exchange.reply, newsAnswer) : null;
    if (answer?.cases.length !== asked.length) return { ok: false, failure: { kind: "hub-fault", retryAfterMs: null } };
    epoch = answer.epoch;
    for (const [index, position] of positions.entries()) {
      const one = answer.cases[index];
      if (one) news[position] = one;
    }
  }
  return { ok: true, news, epoch };
}

/** The numbers below `length` in random order (Fisher and Yates). */
function shuffled(length: number, random: Random): readonly number[] {
  const order = Array.from({ length }, (_, index) => index);
  for (let last = length - 1; last > 0; last--) {
    const bytes = random(4);
    const drawn = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) % (last + 1);
    const moved = order[last];
    const other = order[drawn];
    if (moved === undefined || other === undefined) continue;
    order[last] = other;
    order[drawn] = moved;
  }
  return order;
}
