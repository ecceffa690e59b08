/** Any receipt, verified against the hubs that the manifest of its place certifies here. */
import { receipt as parseReceipt } from "../../core/envelope.ts";
import { readJws } from "../../seal/jws.ts";
import { receiptNumber, verifyReceipt } from "../../seal/receipt.ts";
import type { OutcomeOf, ReceiptView } from "../../ui/services.ts";
import { failed } from "./outcome.ts";
import type { PersonalContext } from "./personal-context.ts";

export async function readReceipt(
  { packs, outbox }: PersonalContext,
  jws: string,
): Promise<OutcomeOf<{ proof: ReceiptView }>> {
  const claimed = readJws({ jws: jws.trim(), type: "receipt", parse: parseReceipt })?.payload;
  if (!claimed) return failed("receipt-wrong");
  const manifest = await packs.manifest(claimed.place);
  if (!manifest) return failed("not-found");
  const { id, hash, place, desk, form, practice, parts } = claimed;
  const sent = { id, hash, place, desk, form, practice, parts: parts.map((part) => ({ hash: part })) };
  const verified = await verifyReceipt({ jws: jws.trim(), hubs: manifest.hubs, sent });
  if (!verified.ok) return failed(verified.reason === "hub-unknown" ? "not-found" : "receipt-wrong");
  const entry = await outbox.entry(id);
  const fits = (await verifyReceipt({ jws: jws.trim(), hubs: manifest.hubs, sent: entry ?? sent })).ok;
  const { standing, receivedFrom, receivedUntil } = verified.receipt;
  return {
    ok: true,
    proof: {
      id,
      number: receiptNumber(hash),
      place,
      desk,
      form,
      standing,
      receivedFrom,
      receivedUntil,
      parts: parts.length,
      practice,
      fitsSubmissionHere: entry ? fits : null,
    },
  };
}
