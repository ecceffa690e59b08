/** A whole hub in a temporary folder: published manifest, store, routes; asked through its fetch function. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CaseNews, headers, newsAnswer, type PushResult, paths, pushAnswer } from "../../src/core/protocol.ts";
import { Catalogue } from "../../src/hub/catalogue.ts";
import { createHubApp } from "../../src/hub/hub-app.ts";
import { openSqliteStore } from "../../src/hub/sqlite-store.ts";
import { TombstoneLog } from "../../src/hub/tombstone-log.ts";
import { concat, uint32 } from "../../src/seal/bytes.ts";
import type { SealJob } from "../../src/seal/envelope.ts";
import { signReceipt } from "../../src/seal/receipt.ts";
import { anyHash, makeCase, makeChain, makeEnvelope } from "../seal/making.ts";

export const origin = "https://hub.example";
const protocolHeader = { [headers.protocol]: "1" };

export async function hubInAFolder({
  at = "2026-11-24T12:34:56Z",
  inMemory = false,
  chain: given,
}: {
  at?: string;
  inMemory?: boolean;
  /** Keys and manifest of another hub in a folder: the same hub after its folder was lost. */
  chain?: Awaited<ReturnType<typeof makeChain>>;
} = {}) {
  const folder = mkdtempSync(join(tmpdir(), "passerelle-hub-"));
  const chain = given ?? (await makeChain({ practice: true }));
  const pack = join(folder, "site/one/packs/example-town");
  mkdirSync(pack, { recursive: true });
  writeFileSync(join(pack, "manifest.jws"), await chain.sign({ formVersions: { question: [anyHash] } }));
  writeFileSync(join(folder, "site/one/site.json"), '{"styleHash":"sha256-x"}');
  symlinkSync("one", join(folder, "site/current"));
  mkdirSync(join(folder, "app"));
  writeFileSync(join(folder, "app/index.html"), "<!doctype html><title>app</title>");

  const clock = { now: new Date(at) };
  const lines: string[] = [];
  const tombstones = new TombstoneLog(join(folder, "tombstones.jsonl"));
  const open = () =>
    openSqliteStore({
      file: inMemory ? ":memory:" : join(folder, "hub.sqlite"),
      tombstones,
      now: () => clock.now,
      signReceipt: ({ hour, ...statement }) =>
        signReceipt(
          {
            v: 1,
            purpose: "receipt",
            standing: "received",
            ...statement,
            receivedFrom: hour,
            receivedUntil: new Date(Date.parse(hour) + 3_600_000).toISOString(),
          },
          chain.hub.key,
        ),
    });
  const appOf = (store: Awaited<ReturnType<typeof open>>) =>
    createHubApp(
      {
        store,
        catalogue: new Catalogue(join(folder, "site")),
        log: (event) => lines.push(JSON.stringify(event)),
        origins: [origin],
        appDir: join(folder, "app"),
        practice: true,
        now: () => clock.now,
      },
      { addressOf: () => "one" },
    );
  let store = await open();
  let app = appOf(store);
  let isRunning = true;
  const stop = async () => {
    if (isRunning) await store.close();
    isRunning = false;
  };

  const ask = (path: string, init: RequestInit = {}) =>
    app.request(path, {
      ...init,
      headers: { ...protocolHeader, ...(init.headers as Record<string, string> | undefined) },
    });
  const post = (path: string, body: unknown, extra: Record<string, string> = {}) =>
    ask(path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", ...extra },
    });
  const push = async (...envelopes: readonly Uint8Array[]): Promise<readonly PushResult[]> => {
    const body = concat(...envelopes.flatMap((bytes) => [uint32(bytes.length), bytes]));
    const answer = await ask(paths.envelopes, {
      method: "POST",
      body,
      headers: { "content-type": "application/vnd.passerelle.envelopes" },
    });
    return pushAnswer(await answer.json()).results;
  };
  const uploadPart = (id: string, part: number, offset: number, bytes: Uint8Array) =>
    ask(paths.part(id, part), {
      method: "PATCH",
      body: new Uint8Array(bytes),
      headers: { [headers.uploadOffset]: String(offset) },
    });
  const news = async (capability: string, afterNumber = 0): Promise<CaseNews> => {
    const [first] = newsAnswer(
      await (await post(paths.news, { v: 1, cases: [{ capability, afterNumber }] })).json(),
    ).cases;
    if (!first) throw new Error("no news");
    return first;
  };
  /** A submission sealed for the hub's desk, with its case. */
  const submission = async (changes: Partial<SealJob> = {}) => {
    const owner = await makeCase();
    const made = await makeEnvelope({
      deskKeys: [chain.desk],
      parts: [],
      caseKey: owner.publicJwk,
      header: {
        kind: "submission",
        place: "example-town",
        desk: "newcomers",
        form: "question",
        formVersion: anyHash,
        capabilityHash: owner.capabilityHash,
        case: null,
        practice: true,
      },
      ...changes,
    });
    return { ...made.sealed, owner };
  };

  return {
    folder,
    chain,
    clock,
    lines,
    tombstones,
    ask,
    post,
    push,
    uploadPart,
    news,
    submission,
    store: () => store,
    stop: () => stop(),
    /** Stops the store, if it runs, and opens its file again, as a new process would. `killed`: nothing is done at its end. */
    reopen: async ({ killed = false }: { killed?: boolean } = {}) => {
      if (!killed) await stop();
      store = await open();
      app = appOf(store);
      isRunning = true;
    },
    close: async () => {
      await stop();
      rmSync(folder, { recursive: true });
    },
  };
}
export type HubInAFolder = Awaited<ReturnType<typeof hubInAFolder>>;
