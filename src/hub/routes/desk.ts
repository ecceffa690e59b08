/** What officers read and write, after a signed login. */
import { createHash, randomBytes } from "node:crypto";
import type { Context, Hono } from "hono";
import { sealedDeskMessage } from "../../core/case.ts";
import { array, literal, object, slug, string } from "../../core/parse.ts";
import { wrappedDeskKey } from "../../core/protocol.ts";
import { verifyLogin } from "../../seal/login.ts";
import { isValidAt } from "../../seal/validity.ts";
import type { HubContext } from "../hub-context.ts";
import { RequestRefused } from "../problem.ts";
import { readJson } from "../request-checks.ts";
import type { DeskOf, Session } from "../store.ts";

const challengeMs = 120_000;
const sessionMs = 8 * 3_600_000;
const loginRequest = object({ v: literal(1), place: slug, statement: string({ maxLength: 8_192 }) });
const keysRequest = object({ v: literal(1), keys: array(wrappedDeskKey, { maxItems: 64 }) });
const hashOfToken = (token: string): string => createHash("sha256").update(token).digest("base64url");
const notFound = () =>
  new RequestRefused({ status: 404, reason: "not-found", place: "path", cure: "read the list again" });

export function addDeskRoutes(app: Hono, { store, catalogue, origins, now }: HubContext): void {
  const after = (ms: number) => new Date(now().getTime() + ms).toISOString();
  const tokenOf = (context: Context) =>
    /^Bearer ([A-Za-z0-9_-]{43})$/.exec(context.req.header("authorization") ?? "")?.[1];

  const deskOf = ({ place, desk }: DeskOf) => catalogue.place(place)?.desks.find(({ id }) => id === desk);

  /** The session, for the desk in the path, of an officer who is certified now. @throws RequestRefused 401 or 403 */
  async function sessionOf(context: Context): Promise<Session> {
    const token = tokenOf(context);
    const session =
      token === undefined ? null : await store.findSession({ tokenHash: hashOfToken(token), now: now().toISOString() });
    if (!session)
      throw new RequestRefused({
        status: 401,
        reason: "session-expired",
        place: "header Authorization",
        cure: "sign in again; nothing is lost",
      });
    if (session.desk !== context.req.param("desk"))
      throw new RequestRefused({ status: 403, reason: "other-desk", place: "path", cure: "sign in at that desk" });
    const officer = deskOf(session)?.officers.find(({ kid }) => kid === session.officer);
    if (!officer || !isValidAt(officer, now()))
      throw new RequestRefused({
        status: 403,
        reason: "officer-not-certified",
        place: "header Authorization",
        cure: "ask the publisher to certify the officer's keys",
      });
    return session;
  }

  app.post("/api/v1/desk/challenge", async (context) => {
    const nonce = randomBytes(32).toString("base64url");
    const expiresAt = after(challengeMs);
    await store.openChallenge({ nonce, expiresAt });
    return context.json({ v: 1, nonce, expiresAt });
  });

  app.post("/api/v1/desk/login", async (context) => {
    const { place, statement } = await readJson(context, loginRequest);
    const verified = await verifyLogin({
      jws: statement,
      desks: catalogue.place(place)?.desks ?? [],
      origin: origins[0] ?? "",
      now: now(),
      consumeNonce: (nonce) => store.consumeChallenge({ nonce, now: now().toISOString() }),
    });
    if (!verified.ok)
      throw new RequestRefused({
        status: 401,
        reason: `login-${verified.reason}`,
        place: "statement",
        cure: "ask for a new challenge and sign in again",
      });
    const token = randomBytes(32).toString("base64url");
    const expiresAt = after(sessionMs);
    await store.openSession({
      tokenHash: hashOfToken(token),
      place,
      desk: verified.desk,
      officer: verified.kid,
      expiresAt,
    });
    return context.json({ v: 1, token, expiresAt });
  });

  app.post("/api/v1/desk/logout", async (context) => {
    const token = tokenOf(context);
    if (token !== undefined) await store.closeSession(hashOfToken(token));
    return context.body(null, 204);
  });

  app.get("/api/v1/desk/:desk/inbox", async (context) =>
    context.json({ v: 1, epoch: store.epoch, entries: await store.inbox(await sessionOf(context)) }),
  );

  app.get("/api/v1/desk/:desk/envelopes/:id", async (context) => {
    const bytes = await store.takeEnvelope({ ...(await sessionOf(context)), id: context.req.param("id") });
    if (!bytes) throw notFound();
    return context.body(new Uint8Array(bytes), 200, { "content-type": "application/octet-stream" });
  });

  app.get("/api/v1/desk/:desk/envelopes/:id/parts/:part", async (context) => {
    const bytes = await store.takePart({
      ...(await sessionOf(context)),
      id: context.req.param("id"),
      part: Number(context.req.param("part")),
    });
    if (!bytes) throw notFound();
    return context.body(new Uint8Array(bytes), 200, { "content-type": "application/octet-stream" });
  });

  app.get("/api/v1/desk/:desk/cases/:id", async (context) => {
    const id = context.req.param("id");
    const found = await store.deskCase({ ...(await sessionOf(context)), id });
    if (!found) throw notFound();
    return context.json({ v: 1, id, ...found });
  });

  app.post("/api/v1/desk/:desk/cases/:id/messages", async (context) => {
    const session = await sessionOf(context);
    const sealed = await readJson(context, sealedDeskMessage);
    if (sealed.envelopeId !== context.req.param("id"))
      throw new RequestRefused({
        status: 400,
        reason: "malformed",
        place: "envelopeId",
        cure: "send it to its own case",
      });
    const done = await store.appendMessage({ ...session, sealed });
    if (done === "unknown") throw notFound();
    if (done === "number-taken")
      throw new RequestRefused({
        status: 409,
        reason: "number-taken",
        place: "number",
        cure: "read the case again, then send",
      });
    return context.body(null, 201);
  });

  app.get("/api/v1/desk/:desk/keys", async (context) =>
    context.json({ v: 1, keys: await store.wrappedKeys(await sessionOf(context)) }),
  );
  app.post("/api/v1/desk/:desk/keys", async (context) => {
    const session = await sessionOf(context);
    const { keys } = await readJson(context, keysRequest);
    const known = deskOf(session)?.keys.map(({ kid }) => kid) ?? [];
    const stranger = keys.findIndex(({ deskKey }) => !known.includes(deskKey));
    if (stranger >= 0)
      throw new RequestRefused({
        status: 422,
        reason: "desk-key-unknown",
        place: `keys[${stranger}].deskKey`,
        cure: "have the desk key certified and published before",
      });
    await store.putWrappedKeys({ ...session, keys });
    return context.body(null, 204);
  });
}
