/** Keeps what every answer of the hub tells beside its content: that it answered, and its epoch (docs/sync-spec.md S3.5, S3.6). */
import type { OutboxStore } from "../device/outbox-store.ts";
import type { Transport } from "./http-transport.ts";

/** The note of the last contact is shown in minutes. */
const contactEveryMs = 5_000;

/**
 * A transport whose answers are noticed before its caller reads them. All requests of a device go through one, the news of cases too.
 * @param now device clock in ms
 * @param onOfferedAgain the hub has a new epoch: these ids are back on the queue
 */
export function createContactTransport({
  transport,
  store,
  now,
  onOfferedAgain = () => undefined,
  onContact = () => undefined,
}: {
  transport: Transport;
  store: Pick<OutboxStore, "noticeEpoch" | "noteContact">;
  now: () => number;
  onOfferedAgain?: (ids: readonly string[]) => void;
  onContact?: (at: string) => void;
}): Transport {
  let notedAtMs = Number.NEGATIVE_INFINITY;

  async function notice(epoch: string | null): Promise<void> {
    const atMs = now();
    const at = new Date(atMs).toISOString();
    onContact(at);
    if (Math.abs(atMs - notedAtMs) >= contactEveryMs) {
      notedAtMs = atMs;
      await store.noteContact(at);
    }
    const offeredAgain = epoch === null ? null : await store.noticeEpoch({ epoch, at });
    if (offeredAgain) onOfferedAgain(offeredAgain);
  }

  return {
    file: transport.file,
    ask: async (request) => {
      const exchange = await transport.ask(request);
      if (exchange.ok)
        // A store that fails here noticed nothing, so the next answer is noticed; an answer recorded meanwhile is compared again then.
        await notice(exchange.reply.epoch).catch(() => undefined);
      return exchange;
    },
  };
}
