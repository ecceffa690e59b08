/** What the browser's wake-ups do: send what waits, look for updates of the places that are kept. No page needs to be open. */
import { createOutboxStore } from "../src/device/outbox-store.ts";
import { createPackStore } from "../src/device/pack-store.ts";
import { openChangeChannel } from "../src/sync/change-channel.ts";
import { createHttpTransport } from "../src/sync/http-transport.ts";
import { hubsOfPacks } from "../src/sync/pack-hubs.ts";
import { wakeUps } from "../src/sync/pack-messages.ts";
import { updatePack } from "../src/sync/pack-update.ts";
import { sendOnce } from "../src/sync/send-once.ts";
import { withDevice } from "./device-packs.ts";

const transport = createHttpTransport();
const now = (): Date => new Date();

/** Sends what waits. @throws when something could not be sent, so that the browser wakes us again */
async function sendOutbox(): Promise<void> {
  const channel = openChangeChannel();
  try {
    const outcome = await withDevice((connection) =>
      sendOnce({
        store: createOutboxStore(connection),
        transport,
        hubsOf: hubsOfPacks(createPackStore(connection)),
        locks: navigator.locks,
        now: Date.now,
        tell: (event) => {
          if (event.kind === "changed") channel.tell("outbox");
        },
      }),
    );
    if (outcome?.kind === "failed") throw new Error(`not everything was sent: ${outcome.failure.kind}`);
  } finally {
    channel.close();
  }
}

/** Updates every place that is kept; one that fails stays as it is. */
async function updatePacks(): Promise<void> {
  const channel = openChangeChannel();
  try {
    await withDevice(async (connection) => {
      const store = createPackStore(connection);
      for (const { place } of await store.all()) {
        const kept = { place, languages: "as-kept", scope: "whole" } as const;
        const result = await updatePack({ ...kept, transport, store, roots: __ROOTS__, now });
        if (result.ok && result.outcome === "updated") channel.tell("packs");
      }
    });
  } finally {
    channel.close();
  }
}

/** @param tag of the wake-up; those of other versions are nothing to us */
export async function wake(tag: string): Promise<void> {
  if (tag === wakeUps.outbox) await sendOutbox();
  if (tag === wakeUps.packs) {
    await updatePacks();
    await sendOutbox();
  }
}
