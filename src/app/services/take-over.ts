/**
 * Taking over a case (S8.5): the new capability is stored before the hub is asked, and counts once the hub is known to have its hash. A
 * crash in between leaves both; the next news tell which one opens the case.
 */
import { paths } from "../../core/protocol.ts";
import type { CaseBody, StoredCase } from "../../device/cases.ts";
import { fromBase64url, hashOf, utf8 } from "../../seal/bytes.ts";
import type { Outcome } from "../../ui/services.ts";
import { failed, problemOfFailure } from "./outcome.ts";
import type { PersonalContext } from "./personal-context.ts";

const settled = (body: CaseBody): CaseBody =>
  body.nextCapability === null ? body : { ...body, capability: body.nextCapability, nextCapability: null };

/** The hub opened the case by the new capability: it is the one from now on. */
export async function settleTakeOver({ cases }: PersonalContext, id: string): Promise<void> {
  await cases.update(id, settled);
}

/** Asks the hub to take the stored new capability instead of `capability`; then settles. */
export async function finishTakeOver(
  context: PersonalContext,
  { stored, capability }: { stored: StoredCase; capability: string },
): Promise<Outcome> {
  const { id, value } = stored;
  if (value.nextCapability === null) return { ok: true };
  const newCapabilityHash = await hashOf(fromBase64url(value.nextCapability));
  const exchange = await context.engine.transport.ask({
    method: "POST",
    path: paths.rotate,
    headers: { "content-type": "application/json" },
    body: utf8(JSON.stringify({ v: 1, capability, newCapabilityHash })),
  });
  if (!exchange.ok) return failed(problemOfFailure(exchange.failure));
  // The old capability opens nothing any more: our lost answer, or another device. The next news tell.
  if (exchange.reply.status === 404) return failed("case-moved");
  if (exchange.reply.status !== 204) return failed("hub-fault");
  await settleTakeOver(context, id);
  return { ok: true };
}
