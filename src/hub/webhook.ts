/**
 * Tells an address of the operator that something came: `POST {"count": n}` and nothing else, no desk, form or id. What comes
 * within a minute is told together, so that the time tells little. It runs beside the answers to devices and delays none.
 */
import type { HubLog } from "./hub-log.ts";

const minuteMs = 60_000;
const longestWaitMs = 60 * minuteMs;
const timeoutMs = 10_000;
/** How long a hub that stops waits for its last word. */
const lastWordMs = 2_000;

export type Webhook = {
  /** An envelope was received whole. */
  readonly note: () => void;
  /** Tells what was gathered, once, then nothing more. */
  readonly stop: () => Promise<void>;
};

/**
 * @param url http or https
 * @param gatherMs what comes within this time is told together; a failure is tried again after twice, four times ... as long
 */
export function createWebhook({
  url,
  log,
  gatherMs = minuteMs,
}: {
  url: string;
  log: HubLog;
  gatherMs?: number;
}): Webhook {
  let gathered = 0;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let sending = Promise.resolve();

  async function send(withinMs: number): Promise<void> {
    const count = gathered;
    gathered = 0;
    try {
      const answer = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ count }),
        redirect: "error",
        signal: AbortSignal.timeout(withinMs),
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error("not taken");
      failures = 0;
    } catch {
      // Whatever went wrong may quote the address, so only that it failed is logged.
      gathered += count;
      failures += 1;
      log({ event: "webhook", ok: false });
    }
  }

  function plan(): void {
    const waitMs = Math.min(gatherMs * 2 ** failures, Math.max(longestWaitMs, gatherMs));
    timer = setTimeout(() => {
      sending = send(timeoutMs).then(() => {
        timer = undefined;
        if (gathered > 0) plan();
      });
    }, waitMs);
    timer.unref();
  }

  return {
    note: () => {
      gathered += 1;
      if (timer === undefined) plan();
    },
    stop: async () => {
      clearTimeout(timer);
      await Promise.race([sending, new Promise((resolve) => setTimeout(resolve, lastWordMs).unref())]);
      clearTimeout(timer);
      if (gathered > 0) await send(lastWordMs);
    },
  };
}
