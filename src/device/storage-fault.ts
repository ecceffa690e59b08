/** What a failed read or write of the device database means for the person. A full disk may be wrapped in an AbortError, so the chain is read. */

/** `reading-only`: a page of a newer version took the database over (S7.5). */
export type StorageProblem = "storage-full" | "storage-failed" | "reading-only";

const closedNames = new Set(["DatabaseClosedError", "InvalidStateError"]);
const failedNames = new Set(["AbortError", "UnknownError", "TimeoutError", "NotReadableError", "OpenFailedError"]);
const deepestChain = 5;

/** Names of the error and of what it was made from, the outermost first. */
function namesOf(error: unknown, depth = 0): readonly string[] {
  if (typeof error !== "object" || error === null || depth > deepestChain) return [];
  const name = "name" in error && typeof error.name === "string" ? [error.name] : [];
  // Some say `inner`, the language says `cause`.
  const inner = "inner" in error ? error.inner : "cause" in error ? error.cause : null;
  return [...name, ...namesOf(inner, depth + 1)];
}

/** Null for an error that is no storage's: a mistake of ours, to be thrown on. */
export function storageProblemOf(error: unknown): StorageProblem | null {
  const names = namesOf(error);
  if (names.includes("QuotaExceededError")) return "storage-full";
  if (names.some((name) => closedNames.has(name))) return "reading-only";
  return names.some((name) => failedNames.has(name)) ? "storage-failed" : null;
}
