/** Checks that come before every route of the interface for devices and officers. */
import type { Context, MiddlewareHandler } from "hono";
import { isRecord, ParseError, type Parser } from "../core/parse.ts";
import { headers, oldestProtocolVersion, protocolVersion } from "../core/protocol.ts";
import type { HubContext } from "./hub-context.ts";
import { RequestRefused } from "./problem.ts";

/** A foreign page may not speak for a person's browser. */
export const refuseForeignOrigin =
  ({ origins }: Pick<HubContext, "origins">): MiddlewareHandler =>
  async (context, next) => {
    const origin = context.req.header("origin");
    const isForeign = origin !== undefined && !origins.includes(origin);
    if (isForeign || context.req.header("sec-fetch-site") === "cross-site")
      throw new RequestRefused({
        status: 403,
        reason: "foreign-origin",
        place: "header Origin",
        cure: `open Passerelle at ${origins[0] ?? "its own address"}`,
      });
    await next();
  };

/** Every answer names protocol and epoch; requests of too old a protocol are told so (S3.5, S10.1). */
export const speakProtocol =
  ({ store }: Pick<HubContext, "store">): MiddlewareHandler =>
  async (context, next) => {
    context.header(headers.protocol, String(protocolVersion));
    context.header(headers.epoch, store.epoch);
    context.header("cache-control", "no-store");
    const version = Number(context.req.header(headers.protocol));
    if (!Number.isInteger(version) || version < oldestProtocolVersion)
      throw new RequestRefused({
        status: 400,
        reason: "protocol-too-old",
        place: `header ${headers.protocol}`,
        cure: `reload Passerelle; this hub speaks version ${protocolVersion}`,
      });
    await next();
  };

/** What is sealed does not get smaller, and a body that unpacks could grow past every limit. */
export const refuseCompressedBodies: MiddlewareHandler = async (context, next) => {
  const encoding = context.req.header("content-encoding");
  if (encoding !== undefined && encoding.toLowerCase() !== "identity")
    throw new RequestRefused({
      status: 415,
      reason: "content-encoding",
      place: "header Content-Encoding",
      cure: "send the body as it is",
    });
  await next();
};

const maxDepth = 32;
const isTooDeep = (value: unknown, depth: number): boolean =>
  depth > maxDepth ||
  (Array.isArray(value)
    ? value.some((item) => isTooDeep(item, depth + 1))
    : isRecord(value) && Object.values(value).some((item) => isTooDeep(item, depth + 1)));

/** The request's JSON body. @throws RequestRefused naming the place in it */
export async function readJson<T>(context: Context, parse: Parser<T>): Promise<T> {
  if (!context.req.header("content-type")?.startsWith("application/json"))
    throw new RequestRefused({
      status: 415,
      reason: "media-type",
      place: "header Content-Type",
      cure: "send application/json",
    });
  let value: unknown;
  try {
    value = JSON.parse(await context.req.text());
  } catch {
    throw new RequestRefused({ status: 400, reason: "malformed", place: "body", cure: "send JSON" });
  }
  if (isTooDeep(value, 0))
    throw new RequestRefused({ status: 400, reason: "malformed", place: "body", cure: "nest less" });
  try {
    return parse(value);
  } catch (error) {
    if (error instanceof ParseError)
      throw new RequestRefused({ status: 400, reason: "malformed", place: error.path || "body", cure: error.expected });
    throw error;
  }
}
