/** Runs in the page of a device: puts there what years of use would leave. */

import { type CaseBody, sealNewCase } from "../../src/device/cases.ts";
import { openDeviceDatabase } from "../../src/device/device-database.ts";
import { openHolder } from "../../src/device/holders.ts";
import type { BlockRecord, OutboxEntry, PackRecord, SealedRecord } from "../../src/device/records.ts";
import { cryptoRandom, toBase64url } from "../../src/seal/bytes.ts";

const place = "example-town";
const at = "2026-11-01T10:00:00.000Z";
const chunk = 500;
const secret = (): string => toBase64url(cryptoRandom(32));

const caseBody = (envelopeHash: string): CaseBody => ({
  v: 1,
  secret: secret(),
  capability: null,
  nextCapability: null,
  envelopeHash,
  place,
  form: "register-address",
  formVersion: secret(),
  desk: "newcomers",
  practice: true,
  language: "en",
  finalisedAt: at,
  corrects: null,
  deskMessages: [],
  unverified: [],
  downloaded: false,
  movedAway: false,
  isClaimed: false,
});

const received = (of: { id: string; hash: string; holder: string; sequence: number }): OutboxEntry => ({
  ...of,
  kind: "submission",
  caseId: of.id,
  place,
  desk: "newcomers",
  form: "register-address",
  formVersion: secret(),
  practice: true,
  bytes: 2_000,
  parts: [],
  status: "received",
  sentOffsets: [],
  firstTriedAt: at,
  lastTriedAt: at,
  withdrawalAsked: false,
  receipt: `${"r".repeat(80)}.${"r".repeat(500)}.${"r".repeat(86)}`,
  receivedAt: at,
  epoch: "A".repeat(22),
  refusal: null,
  gone: null,
  receiptFault: null,
});

/** Adds submissions that a hub has received, with their sealed bytes and cases. */
export async function addSubmissions(count: number): Promise<void> {
  const device = await openDeviceDatabase();
  const holder = await openHolder({ tables: device.tables, now: () => new Date() });
  for (let from = 0; from < count; from += chunk) {
    const cases = await Promise.all(
      Array.from({ length: Math.min(chunk, count - from) }, async () => {
        const hash = secret();
        return { hash, record: await sealNewCase({ holder, id: toBase64url(cryptoRandom(16)), body: caseBody(hash) }) };
      }),
    );
    const transaction = device.connection.transaction(["outbox", "envelopes", "cases"], "readwrite");
    for (const [index, { hash, record }] of cases.entries()) {
      const { id } = record;
      const sealed: SealedRecord = { id, bytes: cryptoRandom(2_000) };
      void transaction.objectStore("outbox").add(received({ id, hash, holder: holder.id, sequence: from + index + 1 }));
      void transaction.objectStore("envelopes").add(sealed);
      void transaction.objectStore("cases").add(record);
    }
    await transaction.done;
  }
  device.close();
}

const sentence = "Bring your passport, the contract of your flat and a letter from the person you live with. ";
const body = (number: number) => [
  { t: "p", c: [`${number}. `, sentence.repeat(4)] },
  { t: "p", c: [sentence.repeat(4)] },
];

/** Adds pages with texts of 800 characters to the kept place, in every kept language. What is on the device was verified before. */
export async function addPages(count: number): Promise<void> {
  const device = await openDeviceDatabase();
  const { connection } = device;
  const pack: PackRecord | undefined = await connection.get("packs", place);
  if (!pack) throw new Error("the place is not kept");
  for (const [name, hash] of Object.entries(pack.blocks)) {
    if (name.startsWith("form.")) continue;
    const record: BlockRecord | undefined = await connection.get("blocks", [place, hash]);
    const block: unknown = JSON.parse(new TextDecoder().decode(record?.bytes));
    // Published just now: `place` holds pages, the others hold texts.
    const { pages, texts } = block as { pages?: unknown[]; texts?: Record<string, unknown> };
    for (let number = 0; number < count; number++) {
      const id = `page.kept-${number}`;
      pages?.push({ id: `kept-${number}`, title: `${id}.title`, body: `${id}.body`, parent: null, order: number });
      if (texts) Object.assign(texts, { [`${id}.title`]: `Page ${number}`, [`${id}.body`]: body(number) });
    }
    await connection.put("blocks", { place, hash, bytes: new TextEncoder().encode(JSON.stringify(block)) });
  }
  device.close();
}
