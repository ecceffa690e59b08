/** A device for the tests of sync: a real database in memory, the real store and transport; clock, chance and locks are the test's. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import type { Manifest } from "../../src/core/pack.ts";
import { openDeviceDatabase } from "../../src/device/device-database.ts";
import { createOutboxStore, type OutboxStore } from "../../src/device/outbox-store.ts";
import { addToOutbox, outboxStores, writeInOne } from "../../src/device/outbox-transaction.ts";
import type { OutboxEntry } from "../../src/device/records.ts";
import type { SealedEnvelope } from "../../src/seal/envelope.ts";
import { type DrainOutcome, drainOnce } from "../../src/sync/drain.ts";
import type { CapabilityOf, DrainEvent } from "../../src/sync/drain-context.ts";
import { createHttpTransport, type Transport } from "../../src/sync/http-transport.ts";
import { LinkPace } from "../../src/sync/link-pace.ts";
import type { HubInAFolder } from "../hub/hub-in-a-folder.ts";

export type SentRequest = { readonly method: string; readonly path: string; readonly body: Uint8Array };
type Fetch = (input: string, init: RequestInit) => Promise<Response>;

/** A transport that asks the hub's routes in this process, and what went through it. `before` may answer or throw in the hub's stead. */
export function transportTo(
  hub: Pick<HubInAFolder, "ask">,
  before: (request: SentRequest, pass: () => Promise<Response>) => Promise<Response> = (_, pass) => pass(),
): { transport: Transport; sent: SentRequest[] } {
  const sent: SentRequest[] = [];
  const fetch: Fetch = async (path, init) => {
    const body = init.body instanceof Uint8Array ? new Uint8Array(init.body) : new Uint8Array();
    const request = { method: init.method ?? "GET", path, body };
    sent.push(request);
    return before(request, async () => hub.ask(path, init));
  };
  return { transport: createHttpTransport({ fetch }), sent };
}

export type TestDevice = Awaited<ReturnType<typeof makeDevice>>;

/** @param factory the same one again is the same device after its page was killed */
export async function makeDevice({
  transport,
  hubs,
  at = "2026-11-24T12:34:56Z",
  factory = new IDBFactory(),
  capabilityOf = async () => null,
}: {
  transport: Transport;
  hubs: Manifest["hubs"];
  at?: string;
  factory?: IDBFactory;
  capabilityOf?: CapabilityOf;
}) {
  const database = await openDeviceDatabase({ factory: { indexedDB: factory, IDBKeyRange } });
  const store: OutboxStore = createOutboxStore(database.connection);
  const clock = { nowMs: Date.parse(at) };
  const events: DrainEvent[] = [];
  const pace = new LinkPace();
  const certified = { hubs };
  return {
    factory,
    database,
    store,
    clock,
    events,
    pace,
    certified,
    now: () => clock.nowMs,
    hubsOf: async () => certified.hubs,
    finalise: (sealed: SealedEnvelope, holder = "me"): Promise<OutboxEntry> =>
      writeInOne(database.connection, outboxStores, (transaction) => addToOutbox(transaction, { sealed, holder })),
    entry: async (id: string): Promise<OutboxEntry> => {
      const entry = await store.entry(id);
      if (!entry) throw new Error(`no entry ${id}`);
      return entry;
    },
    drain: (changes: { transport?: Transport; signal?: AbortSignal } = {}): Promise<DrainOutcome> =>
      drainOnce({
        store,
        transport,
        hubsOf: async () => certified.hubs,
        capabilityOf,
        now: () => clock.nowMs,
        pace,
        signal: new AbortController().signal,
        tell: (event) => events.push(event),
        ...changes,
      }),
  };
}

/** The hubs that the manifest of a test's hub certifies. */
export const hubsOf = (hub: HubInAFolder): Manifest["hubs"] => [{ keys: [hub.chain.hub.certified] }];
