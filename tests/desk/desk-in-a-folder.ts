/** A hub with the example town published by the real publisher, and officers who enrol, are certified and work through it. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Answer, type DeskFault, failed } from "../../src/desk/desk-fault.ts";
import { createDeskHub } from "../../src/desk/desk-hub.ts";
import { enrolOfficer, needsDeskKey } from "../../src/desk/desk-keys.ts";
import { certifiedDeskOf, readDeskPlace } from "../../src/desk/desk-place.ts";
import { type DeskAtWork, signIn, startWork, unlock } from "../../src/desk/desk-session.ts";
import type { OfficerStore } from "../../src/desk/officer-record.ts";
import type { OfficerRecord } from "../../src/device/records.ts";
import { publish } from "../../src/publish/publish.ts";
import { type CertifiedFile, certify, emptyCertifiedFile, retire } from "../../src/seal/certify.ts";
import { createHttpTransport } from "../../src/sync/http-transport.ts";
import { hubInAFolder, origin } from "../hub/hub-in-a-folder.ts";

export const passphrase = "correct horse battery staple";
const content = join(import.meta.dirname, "../../content/example-town");

/** The value of an answer that a test expects. */
export function expectValue<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  throw new Error(`failed: ${JSON.stringify(answer.fault)}`);
}
export const faultOf = (answer: Answer<unknown>): DeskFault | null => (answer.ok ? null : answer.fault);

export async function deskInAFolder() {
  const hub = await hubInAFolder();
  const transport = createHttpTransport({ fetch: async (path, init) => hub.ask(path, init) });
  const deskHub = createDeskHub(transport);
  const now = () => hub.clock.now;
  let certified: CertifiedFile = emptyCertifiedFile;
  const publishNow = () =>
    publish({
      contentDirs: [content],
      outDir: join(hub.folder, "site"),
      keys: { publisher: hub.chain.publisher.key, publishers: hub.chain.content.publishers, practice: true },
      certified,
      now: now(),
    });
  const certifyRecord = async ({ request }: OfficerRecord): Promise<void> => {
    certified = (await certify({ file: certified, request, now: now(), validDays: 730 })).file;
    await publishNow();
  };
  const readPlace = async () =>
    expectValue(
      await readDeskPlace({ transport, roots: hub.chain.roots, place: "example-town", now: now(), current: null }),
    );
  // The folder's own publication is no place that was compiled; the publisher would refuse to follow it.
  rmSync(join(hub.folder, "site/current"));
  await publishNow();

  /** A browser of one officer: keeps records in memory. */
  const browser = () => {
    const records = new Map<string, OfficerRecord>();
    const store: OfficerStore = {
      all: async () => [...records.values()],
      save: async (record) => {
        records.set(record.kid, record);
        return true;
      },
      remove: async (kid) => {
        records.delete(kid);
      },
    };
    return { records, store };
  };

  return {
    hub,
    transport,
    deskHub,
    now,
    browser,
    readPlace,
    certifyRecord,
    certified: () => certified,
    retire: async (kid: string) => {
      certified = retire({ file: certified, kid, now: now() }) ?? certified;
      // A validity includes its last instant.
      hub.clock.now = new Date(hub.clock.now.getTime() + 1_000);
      await publishNow();
    },
    enrol: async () => {
      const makesDeskKey = needsDeskKey(certifiedDeskOf(await readPlace(), "newcomers"), now());
      return enrolOfficer({ place: "example-town", desk: "newcomers", passphrase, makesDeskKey, iterations: 1_000 });
    },
    work: async (record: OfficerRecord, store: OfficerStore): Promise<Answer<DeskAtWork>> => {
      const officer = await unlock({ record, passphrase });
      if (!officer) throw new Error("the passphrase does not fit");
      const session = await signIn({ hub: deskHub, officer, place: "example-town", desk: "newcomers", origin });
      if (!session.ok) return failed(session.fault);
      const place = await readPlace();
      return startWork({ hub: deskHub, store, place, record, officer, session: session.value });
    },
    close: hub.close,
  };
}
export type DeskInAFolder = Awaited<ReturnType<typeof deskInAFolder>>;
