/** Turns what storage, seal and network say into the reasons that screens have words for. */
import { storageProblemOf } from "../../device/storage-fault.ts";
import { SealError } from "../../seal/seal-error.ts";
import type { Failure } from "../../sync/http-transport.ts";
import type { Problem } from "../../ui/services.ts";

export type Failed = { readonly ok: false; readonly problem: Problem };
export const failed = (problem: Problem): Failed => ({ ok: false, problem });

/** Runs a service's call; a full disk, a refused store or a seal that cannot be made become its outcome, mistakes of ours are thrown on. */
export async function guarded<T>(call: () => Promise<T>): Promise<T | Failed> {
  try {
    return await call();
  } catch (error) {
    const problem = storageProblemOf(error) ?? (error instanceof SealError ? sealProblem(error) : null);
    if (problem === null) throw error;
    return failed(problem);
  }
}

function sealProblem({ reason }: SealError): Problem | null {
  switch (reason) {
    case "too-large":
      return "too-large";
    case "key-unusable":
      return "no-desk-key";
    case "damaged":
    case "wrong-secret":
    case "not-for-this-key":
      return "storage-failed";
    case "malformed":
      return null;
    default:
      return reason satisfies never;
  }
}

/** The words for a request that failed. */
export function problemOfFailure({ kind }: Failure): "captive-portal" | "hub-fault" | "no-connection" {
  switch (kind) {
    case "captive-portal":
      return "captive-portal";
    case "busy":
    case "hub-fault":
      return "hub-fault";
    case "no-connection":
    case "no-progress":
    case "cut-off":
    case "given-up":
      return "no-connection";
    default:
      return kind satisfies never;
  }
}
