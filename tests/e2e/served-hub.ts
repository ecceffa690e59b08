/** A real hub as a process of its own, as `passerelle start` runs it, to be killed and started again on the same port. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import type { CertifyRequest } from "../../src/core/protocol.ts";
import { freePort } from "./free-port.ts";

const root = join(import.meta.dirname, "../..");
const command = "src/cli/main.ts";

/**
 * Keys and publication that every hub of the suite begins with. They stay between runs, so that the app, into which the roots are compiled, is
 * built once.
 */
export const templateDir = join(root, ".build/e2e/hub");

export type ServedHub = {
  /** `http://127.0.0.1:PORT`, the same through every restart. */
  readonly origin: string;
  readonly data: string;
  readonly start: () => Promise<void>;
  /** SIGKILL: nothing is flushed or finished. */
  readonly kill: () => Promise<void>;
  /** Certifies with the command and waits until the running hub serves a manifest with the new keys. */
  readonly certify: (request: CertifyRequest) => Promise<void>;
  /** Submissions and messages that the store holds. */
  readonly envelopes: () => readonly { readonly id: string; readonly kind: string; readonly hour: string | null }[];
  /** Kills the process and removes the data folder. */
  readonly remove: () => Promise<void>;
};

async function isHealthy(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/healthz`)).ok;
  } catch {
    return false;
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function until(isDone: () => Promise<boolean> | boolean, what: string, timeoutMs: number): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await isDone())) {
    if (performance.now() > end) throw new Error(`${what}: still not so after ${timeoutMs} ms`);
    await pause(50);
  }
}

/**
 * Runs `passerelle start` until it answers.
 * @param timeoutMs long enough for a build where there was none
 * @param project folder of the sources, where it is not this one
 */
export async function startProcess(of: {
  port: number;
  data: string;
  timeoutMs: number;
  project?: string;
}): Promise<ChildProcess> {
  const project = of.project ?? root;
  const log = join(of.data, "../hub.log");
  const output = openSync(log, "a");
  const child = spawn(
    process.execPath,
    [join(project, command), "start", "--port", String(of.port), "--data", of.data],
    {
      cwd: project,
      stdio: ["ignore", output, output],
    },
  );
  try {
    await until(
      () => {
        if (child.exitCode !== null) throw new Error(`the hub ended:\n${readFileSync(log, "utf8").slice(-2_000)}`);
        return isHealthy(`http://127.0.0.1:${of.port}`);
      },
      "the hub answers",
      of.timeoutMs,
    );
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  return child;
}

export async function killProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
}

async function manifestOf(origin: string, place: string): Promise<string> {
  const answer = await fetch(`${origin}/packs/${place}/manifest.jws`);
  return answer.ok ? answer.text() : "";
}

/** A hub with its own store and the suite's keys and publication, running. */
export async function serveHub(): Promise<ServedHub> {
  const folder = mkdtempSync(join(tmpdir(), "passerelle-e2e-hub-"));
  const data = join(folder, "data");
  // Links stay links: `site/current` leads to the copy beside it.
  for (const part of ["keys", "site"])
    cpSync(join(templateDir, part), join(data, part), { recursive: true, verbatimSymlinks: true });
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;

  const start = async (): Promise<void> => {
    child = await startProcess({ port, data, timeoutMs: 60_000 });
  };
  const kill = async (): Promise<void> => {
    if (child) await killProcess(child);
    child = null;
  };
  await start();
  return {
    origin,
    data,
    start,
    kill,
    certify: async (request) => {
      const file = join(folder, "request.json");
      writeFileSync(file, JSON.stringify(request));
      const certified = join(data, "keys/certified.json");
      const place = request.purpose === "hub" ? "example-town" : request.place;
      const before = await manifestOf(origin, place);
      const { status, stderr } = spawnSync(
        process.execPath,
        [join(root, command), "keys", "certify", file, "--certified", certified],
        { cwd: root, encoding: "utf8" },
      );
      if (status !== 0) throw new Error(`keys certify: ${stderr}`);
      await until(async () => (await manifestOf(origin, place)) !== before, "the hub serves the new manifest", 30_000);
    },
    envelopes: () => {
      const database = new Database(join(data, "hub.sqlite"), { readonly: true });
      try {
        // The columns are those of src/hub/schema.ts.
        return database.prepare("select id, kind, hour from envelopes").all() as ReturnType<ServedHub["envelopes"]>;
      } finally {
        database.close();
      }
    },
    remove: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
