/**
 * The history checker (the Jepsen set test): what devices finalised, were told and show, against what the hub holds when all is quiet.
 * It is proved by planted faults in `history.test.ts`.
 */
import type { OutboxStatus } from "../../src/device/records.ts";

export type DeviceHistory = {
  readonly device: string;
  /** What was finalised, in order, with the hash of the sealed bytes. */
  readonly finalised: readonly { readonly id: string; readonly hash: string }[];
  /** Everything that the device ever showed as received. */
  readonly acknowledged: ReadonlySet<string>;
  /** What it shows at the end; one that is missing here vanished. */
  readonly shown: ReadonlyMap<string, OutboxStatus>;
  /** Ids in the order in which their bytes first left the device. */
  readonly left: readonly string[];
  /** Requests of one more drain, when the last one said that nothing is left. */
  readonly requestsWhenDone: number;
};

export type HubHolding = {
  /** One for each envelope that is received whole; `hash` of the bytes as they lie there. */
  readonly rows: readonly { readonly id: string; readonly hash: string }[];
  /** Deleted at the hub: retention, erasure. */
  readonly deleted: ReadonlySet<string>;
};

/** What is wrong, one sentence each; empty when the history is good. */
export function checkHistory({
  devices,
  hub,
}: {
  devices: readonly DeviceHistory[];
  hub: HubHolding;
}): readonly string[] {
  const faults: string[] = [];
  const held = new Map<string, string[]>();
  for (const { id, hash } of hub.rows) held.set(id, [...(held.get(id) ?? []), hash]);
  for (const [id, hashes] of held) if (hashes.length > 1) faults.push(`${id} is at the hub ${hashes.length} times`);
  for (const id of hub.deleted) if (held.has(id)) faults.push(`${id} was deleted and is at the hub again`);

  const known = new Set<string>();
  for (const { device, finalised, acknowledged, shown, left, requestsWhenDone } of devices) {
    for (const { id, hash } of finalised) {
      known.add(id);
      const status = shown.get(id);
      const hashes = held.get(id) ?? [];
      const isDeleted = hub.deleted.has(id);
      if (status === undefined) faults.push(`${id} vanished from ${device}`);
      if (hashes.some((there) => there !== hash)) faults.push(`${id} of ${device} has other bytes at the hub`);
      const isAcknowledged = status === "received" || acknowledged.has(id);
      if (isAcknowledged && !isDeleted && hashes.length === 0)
        faults.push(`${id} was received for ${device} and is not at the hub`);
      if ((status === "withdrawn" || status === "refused") && hashes.includes(hash))
        faults.push(`${id} is ${status} for ${device} and is at the hub`);
      if (status === "gone" && !isDeleted) faults.push(`${id} is gone for ${device} and nobody deleted it`);
    }
    const order = new Map(finalised.map(({ id }, index) => [id, index]));
    const numbers = left.map((id) => order.get(id) ?? -1);
    if (numbers.some((number, index) => number <= (numbers[index - 1] ?? -1)))
      faults.push(`${device} sent in another order than it finalised`);
    if (requestsWhenDone > 0) faults.push(`${device} had nothing left and sent ${requestsWhenDone} requests`);
  }
  for (const id of held.keys()) if (!known.has(id)) faults.push(`${id} is at the hub and nobody finalised it`);
  return faults;
}
