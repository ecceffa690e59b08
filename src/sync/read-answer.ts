/** Reading the body of an answer that carried our header (docs/sync-spec.md S6.2). */
import { ParseError, type Parser } from "../core/parse.ts";
import { problem } from "../core/protocol.ts";
import { fromUtf8 } from "../seal/bytes.ts";
import { SealError } from "../seal/seal-error.ts";
import type { HubReply } from "./http-transport.ts";

/** The JSON body, or null when media type, text or shape are not ours: then it is no result. */
export function readJsonAnswer<T>(reply: HubReply, parse: Parser<T>): T | null {
  if (reply.mediaType !== "application/json") return null;
  try {
    return parse(JSON.parse(fromUtf8(reply.bytes)));
  } catch (error) {
    if (error instanceof ParseError || error instanceof SyntaxError || error instanceof SealError) return null;
    throw error;
  }
}

/** The reason constant of a 4xx answer of ours, or null. */
export const readReason = (reply: HubReply): string | null =>
  reply.status >= 400 && reply.status < 500 ? (readJsonAnswer(reply, problem)?.reason ?? null) : null;
