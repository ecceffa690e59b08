import { randomInt } from "node:crypto";
import type { HubLog } from "./hub-log.ts";
import type { HubStore } from "./store.ts";

const hourMs = 3_600_000;
/** Not at the full hour exactly, when the receipts of two hours meet. */
const latestAfterMs = 600_000;

/** Mixes the order on disk soon after each full hour (S9.2). Returns how to end it. */
export function mixEveryHour({
  store,
  log,
  now,
}: {
  store: Pick<HubStore, "forgetOrder">;
  log: HubLog;
  now: () => Date;
}): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const plan = (): void => {
    if (isOver) return;
    timer = setTimeout(
      () => {
        store
          .forgetOrder()
          .catch(() => log({ event: "mixing", ok: false }))
          .finally(plan);
      },
      hourMs - (now().getTime() % hourMs) + randomInt(latestAfterMs),
    );
    timer.unref();
  };
  plan();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
