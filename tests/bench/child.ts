/** A process of a measurement that is spoken to by messages. */
import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { isRecord } from "../../src/core/parse.ts";

export type Child = {
  readonly pid: number;
  /** Its next message. @throws when it ends before, or tells an error */
  readonly heard: () => Promise<Readonly<Record<string, unknown>>>;
  readonly tell: (message: Readonly<Record<string, string | number>>) => void;
  readonly kill: () => Promise<void>;
};

const ended = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Starts a script of this folder; what it prints is dropped, what it complains about is shown. */
export function startChild(script: string, args: readonly string[]): Child {
  const child = fork(join(import.meta.dirname, script), args, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const messages: unknown[] = [];
  let wake = (): void => undefined;
  child.on("message", (message) => {
    messages.push(message);
    wake();
  });
  child.on("exit", () => wake());
  return {
    pid: child.pid ?? 0,
    heard: async () => {
      while (messages.length === 0) {
        if (ended(child)) throw new Error(`${script} ended by itself`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const message = messages.shift();
      if (!isRecord(message)) throw new Error(`${script} said something else`);
      if ("error" in message) throw new Error(`${script}: ${String(message.error)}`);
      return message;
    },
    tell: (message) => void child.send(message),
    kill: async () => {
      if (ended(child)) return;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await gone;
    },
  };
}
