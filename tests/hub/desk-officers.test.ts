import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isRecord } from "../../src/core/parse.ts";
import { paths } from "../../src/core/protocol.ts";
import { signLogin } from "../../src/seal/login.ts";
import { anyHash } from "../seal/making.ts";
import { type HubInAFolder, hubInAFolder, origin } from "./hub-in-a-folder.ts";

describe("officers at the hub", () => {
  let hub: HubInAFolder;
  beforeAll(async () => {
    hub = await hubInAFolder();
  });
  afterAll(() => hub.close());

  const fieldOf = async (answer: Response, name: string): Promise<string> => {
    const body: unknown = await answer.json();
    return isRecord(body) ? String(body[name]) : "";
  };
  const signedIn = async () => {
    const nonce = await fieldOf(await hub.post(paths.deskChallenge, {}), "nonce");
    const expiresAt = new Date(hub.clock.now.getTime() + 60_000).toISOString();
    const statement = await signLogin(
      { v: 1, purpose: "login", origin, desk: "newcomers", nonce, expiresAt },
      hub.chain.officer.key,
    );
    const answer = await hub.post(paths.deskLogin, { v: 1, place: "example-town", statement });
    return { authorization: `Bearer ${await fieldOf(answer, "token")}` };
  };
  /** Publishes a manifest with other officers, as the publisher does. */
  const publishOfficers = async (name: string, validUntil: string) => {
    const pack = join(hub.folder, "site", name, "packs/example-town");
    mkdirSync(pack, { recursive: true });
    const desks = hub.chain.content.desks.map((desk) => ({
      ...desk,
      officers: desk.officers.map((officer) => ({ ...officer, validUntil })),
    }));
    writeFileSync(join(pack, "manifest.jws"), await hub.chain.sign({ sequence: 6, desks }));
    writeFileSync(join(hub.folder, "site", name, "site.json"), '{"styleHash":"sha256-x"}');
    rmSync(join(hub.folder, "site/current"));
    symlinkSync(name, join(hub.folder, "site/current"));
  };

  test("[LOOP-11] only wraps of the desk's own certified keys are kept", async () => {
    const bearer = await signedIn();
    const wrap = (deskKey: string) => ({ v: 1, deskKey, for: anyHash, wrapped: "x.y" });
    const post = (keys: readonly unknown[]) => hub.post(paths.deskKeys("newcomers"), { v: 1, keys }, bearer);
    const refused = await post([wrap(hub.chain.desk.kid), wrap(anyHash)]);
    expect([refused.status, await refused.json()]).toMatchObject([
      422,
      { reason: "desk-key-unknown", place: "keys[1].deskKey" },
    ]);
    expect((await post([wrap(hub.chain.desk.kid)])).status).toBe(204);
    const held = await (await hub.ask(paths.deskKeys("newcomers"), { headers: bearer })).json();
    expect(held).toEqual({ v: 1, keys: [wrap(hub.chain.desk.kid)] });
  });

  test("[LOOP-11] the session of an officer who was retired opens nothing from the next manifest on", async () => {
    const bearer = await signedIn();
    const inbox = () => hub.ask(paths.deskInbox("newcomers"), { headers: bearer });
    expect((await inbox()).status).toBe(200);
    await publishOfficers("two", "2026-11-24T12:00:00Z");
    const refused = await inbox();
    expect([refused.status, await refused.json()]).toMatchObject([403, { reason: "officer-not-certified" }]);
    await publishOfficers("three", "2028-01-01T00:00:00Z");
    expect((await inbox()).status).toBe(200);
  });
});
