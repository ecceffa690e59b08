/** Runs in the browser: saves of a draft by the app's own service, each beside an empty strict write, one by one in the same thread. */
import { createDraftService } from "../../src/app/services/draft-service.ts";
import { openDeviceDatabase } from "../../src/device/device-database.ts";
import { type DraftBody, DraftStore } from "../../src/device/drafts.ts";
import { openHolder } from "../../src/device/holders.ts";
import { cryptoRandom } from "../../src/seal/bytes.ts";
import { openChangeChannel } from "../../src/sync/change-channel.ts";

const now = (): Date => new Date();
const strict = { durability: "strict" } as const;

function openEmpty(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("empty", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("one");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** The least that a strict transaction can write. */
function writeEmpty(database: IDBDatabase): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction("one", "readwrite", strict);
    transaction.objectStore("one").put(0, 0);
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}

/** A form that is nearly filled in: twenty answers of a sentence each. */
const answersAt = (keystroke: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: 20 }, (_, number) => [
      `/group-${number % 4}/question-${number}`,
      number === keystroke % 20 ? `typed ${keystroke}` : "We live here with our two children since autumn.",
    ]),
  );

const draft = (at: string): DraftBody => ({
  v: 1,
  place: "example-town",
  form: "register-address",
  formVersion: "A".repeat(43),
  language: "en",
  answers: answersAt(0),
  attachments: [],
  screen: null,
  corrects: null,
  startedAt: at,
  savedAt: at,
});

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
};

/** Times in ms of `count` saves, and of `count` empty writes between them. */
export async function measure(count: number): Promise<{ saves: number[]; writes: number[] }> {
  const device = await openDeviceDatabase();
  const empty = await openEmpty();
  const holder = await openHolder({ tables: device.tables, now });
  const service = createDraftService({
    drafts: new DraftStore({ tables: device.tables, holder }),
    packs: { form: async () => null },
    changes: openChangeChannel(),
    scalePhoto: async () => ({ ok: false, problem: "not-an-image" }),
    now,
    random: cryptoRandom,
    whole: () => Promise.reject(new Error("nothing is finalised here")),
  });
  const { id, revision: first } = await service.add({ body: draft(now().toISOString()), copies: [] });
  let revision = first;
  const save = async (keystroke: number): Promise<void> => {
    const saved = await service.save({
      id,
      revision,
      answers: answersAt(keystroke),
      screen: "group-1",
      language: "en",
    });
    if (!saved.ok) throw new Error(saved.problem);
    revision = saved.draft.revision;
  };
  const saves: number[] = [];
  const writes: number[] = [];
  for (let keystroke = 0; keystroke < count; keystroke++) {
    writes.push(await timed(() => writeEmpty(empty)));
    saves.push(await timed(() => save(keystroke)));
  }
  await service.remove(id);
  device.close();
  empty.close();
  return { saves, writes };
}
