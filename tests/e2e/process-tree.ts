/** Ends a browser that a test started, and nothing else. Reads /proc, so Linux only. */
import { readdirSync, readFileSync } from "node:fs";

type Entry = { readonly pid: number; readonly parent: number; readonly command: string };

function processes(): readonly Entry[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      // The name in brackets may hold spaces; the parent is the second field after it.
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      return [{ pid: Number(name), parent, command: readFileSync(`/proc/${name}/cmdline`, "utf8") }];
    } catch {
      // It ended while we looked.
      return [];
    }
  });
}

/** Ids of `pid` and of everything that it started. */
function treeOf(pid: number, all: readonly Entry[]): readonly number[] {
  const children = all.filter(({ parent }) => parent === pid);
  return [pid, ...children.flatMap((child) => treeOf(child.pid, all))];
}

/** The child of this process whose command line holds `mark`. */
export function childWith(mark: string): number {
  const own = processes().find(({ parent, command }) => parent === process.pid && command.includes(mark));
  if (!own) throw new Error(`no child process of this one has ${mark}`);
  return own.pid;
}

const isAlive = (pid: number): boolean => {
  try {
    // "Z": ended, only its parent has not asked yet.
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
};

/** SIGKILL to a process and its descendants; resolves when all are gone. */
export async function killTree(pid: number): Promise<void> {
  const doomed = treeOf(pid, processes());
  for (const each of doomed)
    try {
      process.kill(each, "SIGKILL");
    } catch {
      // Already gone.
    }
  while (doomed.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 20));
}
