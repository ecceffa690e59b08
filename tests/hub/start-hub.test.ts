import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { headers, hubAnswer, paths } from "../../src/core/protocol.ts";
import { backupHub, restoreHub } from "../../src/hub/backup.ts";
import { type HubInAFolder, hubInAFolder } from "./hub-in-a-folder.ts";
import { startIn } from "./running-hub.ts";
import { startHubProcess } from "./start-hub-process.ts";

const protocol = { [headers.protocol]: "1" };

/** Everything that comes back for what is written, until the other side closes. */
function exchange(port: number, text: string, then: (socket: ReturnType<typeof connect>) => void = () => undefined) {
  return new Promise<string>((resolve) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => {
      socket.write(text);
      then(socket);
    });
    socket.on("data", (piece) => {
      answer += piece.toString("latin1");
    });
    socket.on("close", () => resolve(answer));
    socket.on("error", () => undefined);
  });
}
const portOf = (address: string): number => Number(new URL(address).port);

describe("a hub that listens", () => {
  let hub: HubInAFolder;
  beforeEach(async () => {
    hub = await hubInAFolder();
  });
  afterEach(() => hub.close());

  test("[LOOP-10] the data folder of a running hub is neither restored nor used by a second hub", async () => {
    const running = await startIn(hub);
    const dataDir = join(hub.folder, "data");
    const backup = join(hub.folder, "one.sqlite");
    await backupHub({ dataDir, file: backup });
    await expect(restoreHub({ dataDir, file: backup })).rejects.toMatchObject({
      name: "FolderInUse",
      message: expect.stringContaining("a hub runs with this data folder"),
      cure: expect.stringContaining("stop the hub"),
    });
    await expect(startIn(hub)).rejects.toMatchObject({ name: "FolderInUse" });
    expect((await fetch(running.address + paths.health)).status).toBe(200);
    await running.stop();
    expect((await restoreHub({ dataDir, file: backup })).notes).toHaveLength(2);
    await (await startIn(hub)).stop();
  });

  test("[LOOP-10] after SIGKILL the data folder is free again", async () => {
    const { child } = await startHubProcess(hub.folder);
    const ended = once(child, "exit");
    const dataDir = join(hub.folder, "data");
    const backup = join(hub.folder, "one.sqlite");
    try {
      await backupHub({ dataDir, file: backup });
      await expect(restoreHub({ dataDir, file: backup })).rejects.toMatchObject({ name: "FolderInUse" });
    } finally {
      child.kill("SIGKILL");
      await ended;
    }
    await restoreHub({ dataDir, file: backup });
  });

  test("[LOOP-10] a port that is taken is said so, and the data folder is free again", async () => {
    const running = await startIn(hub);
    const port = portOf(running.address);
    await expect(startIn(hub, { port, dataDir: join(hub.folder, "other") })).rejects.toMatchObject({
      name: "PortTaken",
      message: expect.stringContaining(String(port)),
      cure: expect.stringContaining("--port"),
    });
    await (await startIn(hub, { dataDir: join(hub.folder, "other") })).stop();
    await running.stop();
  });

  test("[LOOP-10] who runs the hub is told by the hub, nobody on loopback", async () => {
    const settings = {
      operator: "Town of Example",
      privacyNotice: "https://town.example/privacy",
      accessibilityStatement: "https://town.example/accessibility",
      complaintContact: "complaints@town.example",
    };
    const named = await startIn(hub, { settings });
    const answer = await (await fetch(named.address + paths.hub, { headers: protocol })).json();
    expect(hubAnswer(answer)).toMatchObject({ ...settings, practice: true });
    await named.stop();
    const local = await startIn(hub);
    expect(hubAnswer(await (await fetch(local.address + paths.hub, { headers: protocol })).json())).toMatchObject({
      operator: null,
      complaintContact: null,
    });
    await local.stop();
  });

  test("[LOOP-10] /healthz is ready only with a store and a publication, and names the epoch", async () => {
    const running = await startIn(hub);
    const ready = await fetch(running.address + paths.health);
    expect([ready.status, await ready.json()]).toMatchObject([200, { ok: true, practice: true }]);
    expect(ready.headers.get(headers.epoch)).toBeTruthy();
    await running.stop();
    const empty = await startIn(hub, { siteDir: join(hub.folder, "nothing") });
    const answer = await fetch(empty.address + paths.health);
    expect([answer.status, await answer.json()]).toMatchObject([503, { ok: false, reason: "no-publication" }]);
    await empty.stop();
    await hub.stop();
    const closed = await hub.ask(paths.health);
    expect([closed.status, await closed.json()]).toMatchObject([503, { ok: false, reason: "store" }]);
    await hub.reopen();
  });

  test("[LOOP-10] a stop lets the request under way finish, takes no new one, and leaves a clean folder", async () => {
    const running = await startIn(hub);
    const port = portOf(running.address);
    const body = JSON.stringify({ v: 1, cases: [] });
    let finish = () => {};
    const answered = exchange(
      port,
      `POST ${paths.news} HTTP/1.1\r\nHost: x\r\n${headers.protocol}: 1\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
      (socket) => {
        finish = () => void socket.write(body);
      },
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    const idle = exchange(port, "");
    const stopped = running.stop();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await expect(fetch(running.address + paths.health)).rejects.toThrow();
    finish();
    const answer = await answered;
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer.toLowerCase()).toContain("connection: close");
    await stopped;
    await idle;
    expect(existsSync(join(hub.folder, "data/hub.sqlite-wal"))).toBe(false);
    const database = new Database(join(hub.folder, "data/hub.sqlite"), { readonly: true });
    expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
    database.close();
  });

  test("[LOOP-10] headers of 64 KiB are refused and the hub goes on", async () => {
    const running = await startIn(hub);
    const answer = await exchange(
      portOf(running.address),
      `GET ${paths.health} HTTP/1.1\r\nHost: x\r\nX-Long: ${"a".repeat(65_536)}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect((await fetch(running.address + paths.health)).status).toBe(200);
    await running.stop();
  });

  test("[LOOP-10] a connection that sends its headers too slowly is closed", { timeout: 40_000 }, async () => {
    const running = await startIn(hub);
    const startedAt = performance.now();
    let drip: ReturnType<typeof setInterval> | undefined;
    const answer = await exchange(portOf(running.address), "GET / HTTP/1.1\r\n", (socket) => {
      drip = setInterval(() => socket.write("X-Slow: 1\r\n"), 500);
    });
    clearInterval(drip);
    expect(answer).toMatch(/^(HTTP\/1\.1 408 |$)/);
    expect(performance.now() - startedAt).toBeLessThan(25_000);
    await running.stop();
  });
});
