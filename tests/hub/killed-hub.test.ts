import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { envelopesMediaType, headers, type PushResult, paths, pushAnswer } from "../../src/core/protocol.ts";
import { concat, uint32 } from "../../src/seal/bytes.ts";
import { type HubInAFolder, hubInAFolder } from "./hub-in-a-folder.ts";
import { type HubProcess, startHubProcess } from "./start-hub-process.ts";

describe("a hub process that is killed", () => {
  let hub: HubInAFolder;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    hub = await hubInAFolder();
  });
  afterAll(async () => {
    for (const child of children) child.kill("SIGKILL");
    await hub.close();
  });

  async function start(): Promise<HubProcess> {
    const started = await startHubProcess(hub.folder);
    children.push(started.child);
    return started;
  }

  async function push(address: string, bytes: Uint8Array): Promise<PushResult | undefined> {
    const answer = await fetch(address + paths.envelopes, {
      method: "POST",
      headers: { [headers.protocol]: "1", "content-type": envelopesMediaType },
      body: new Uint8Array(concat(uint32(bytes.length), bytes)),
    });
    return pushAnswer(await answer.json()).results[0];
  }

  const countKept = (): number => {
    const file = join(hub.folder, "data/hub.sqlite");
    if (!existsSync(file)) return 0;
    const database = new Database(file, { readonly: true });
    try {
      return Number(database.prepare("select count(*) from envelopes").pluck().get());
    } finally {
      database.close();
    }
  };

  test("[S1.4][S6.6] SIGKILL while submissions are stored: each answered one is kept, each is kept once after a retry", async () => {
    const made = await Promise.all(Array.from({ length: 200 }, () => hub.submission()));
    const first = await start();
    const answered = new Map<string, PushResult>();
    const ended = once(first.child, "exit");
    const pushes = made.map(async ({ id, bytes }) => {
      const result = await push(first.address, bytes).catch(() => undefined);
      if (result !== undefined) answered.set(id, result);
    });
    while (countKept() === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    first.child.kill("SIGKILL");
    await Promise.all([...pushes, ended]);
    expect(countKept()).toBeGreaterThanOrEqual(answered.size);

    const second = await start();
    for (const { id, bytes } of made) {
      const again = await push(second.address, bytes);
      expect(again?.result).toBe("received");
      if (answered.has(id)) expect(again).toEqual(answered.get(id));
    }
    expect(countKept()).toBe(made.length);
  });
});
