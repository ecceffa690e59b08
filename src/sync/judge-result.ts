/** What a result means for an entry: a receipt counts only after it was verified here (docs/sync-spec.md S2.5 to S2.7, S4.5). */
import type { Manifest } from "../core/pack.ts";
import type { PushResult } from "../core/protocol.ts";
import type { OutboxUpdate } from "../device/outbox-update.ts";
import type { OutboxEntry } from "../device/records.ts";
import { type ReceiptProblem, verifyReceipt } from "../seal/receipt.ts";

/** The hubs that the manifest of a place on this device certifies; none when the place is not here. */
export type HubsOf = (place: string) => Promise<Manifest["hubs"]>;

type Judged = { readonly standing: "received" | "relayed" } | { readonly problem: ReceiptProblem };

/** Verifies a receipt against what this device sealed. */
export async function judgeReceipt(of: { entry: OutboxEntry; receipt: string; hubsOf: HubsOf }): Promise<Judged> {
  const { id, hash, parts, place, desk, form, practice } = of.entry;
  const check = await verifyReceipt({
    jws: of.receipt,
    hubs: await of.hubsOf(place),
    sent: { id, hash, parts, place, desk, form, practice },
  });
  return check.ok ? { standing: check.standing } : { problem: check.reason };
}

/** Null when the answer cannot be about this entry: then it is no result. */
export async function judgeResult({
  entry,
  result,
  epoch,
  hubsOf,
}: {
  entry: OutboxEntry;
  result: PushResult;
  epoch: string;
  hubsOf: HubsOf;
}): Promise<OutboxUpdate | null> {
  const { id } = entry;
  switch (result.result) {
    case "stored":
      return { id, kind: "stored" };
    case "partsMissing": {
      const missing = new Map(result.parts.map(({ index, offset }) => [index, offset]));
      const fits = result.parts.every(({ index, offset }) => offset < (entry.parts[index]?.bytes ?? 0));
      const offsets = entry.parts.map(({ bytes }, index) => missing.get(index) ?? bytes);
      return fits ? { id, kind: "partsMissing", offsets } : null;
    }
    case "received": {
      const judged = await judgeReceipt({ entry, receipt: result.receipt, hubsOf });
      if ("problem" in judged) return { id, kind: "receiptFault", problem: judged.problem };
      return judged.standing === "received"
        ? { id, kind: "received", receipt: result.receipt, epoch }
        : { id, kind: "relayed", receipt: result.receipt };
    }
    case "gone": {
      if (result.receipt === null) return { id, kind: "gone", reason: result.reason, receipt: null };
      const judged = await judgeReceipt({ entry, receipt: result.receipt, hubsOf });
      if ("problem" in judged) return { id, kind: "receiptFault", problem: judged.problem };
      // A relay's receipt does not say that the desk's own hub had it.
      const receipt = judged.standing === "received" ? result.receipt : null;
      return { id, kind: "gone", reason: result.reason, receipt };
    }
    case "refused":
      return { id, kind: "refused", reason: result.reason };
    default:
      return result satisfies never;
  }
}
