import type { PackFault } from "../../sync/pack-update.ts";
import { type Failed, failed, problemOfFailure } from "./outcome.ts";

/** What a pack that was not taken means for the person. */
export function problemOfPack(fault: PackFault): Failed {
  switch (fault.kind) {
    case "refused":
      return failed("pack-refused");
    case "storage":
      return failed(fault.isFull ? "storage-full" : "storage-failed");
    case "overtaken":
      return failed("storage-failed");
    case "network":
      return failed(
        fault.failure === "not-found" ? "not-found" : problemOfFailure({ kind: fault.failure, retryAfterMs: null }),
      );
    default:
      return fault satisfies never;
  }
}
