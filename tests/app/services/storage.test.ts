import { i18n } from "@lingui/core";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readingOnlyServices } from "../../../src/app/services/reading-only-services.ts";
import { type HubInAFolder, hubInAFolder } from "../../hub/hub-in-a-folder.ts";
import { jpeg, makeOfficer, makePerson, type Person } from "./person.ts";

const filesOf = async (blob: Blob | null) =>
  unzipSync(new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer()));

/** Everything that IndexedDB holds, as text of every byte and every string. */
async function rawTexts(person: Person): Promise<string> {
  const { connection } = person.device;
  const seen: string[] = [];
  const walk = (value: unknown) => {
    if (value instanceof Uint8Array)
      seen.push(Buffer.from(value).toString("latin1"), Buffer.from(value).toString("utf16le"));
    else if (typeof value === "string") seen.push(value);
    else if (typeof value === "object" && value !== null)
      for (const entry of Object.entries(value)) entry.forEach(walk);
  };
  for (const name of connection.objectStoreNames) walk(await connection.getAll(name));
  return seen.join("\n");
}

describe("what a device keeps, gives and deletes", () => {
  let hub: HubInAFolder;
  beforeAll(async () => {
    i18n.load("en", {});
    i18n.activate("en");
    hub = await hubInAFolder({ inMemory: true });
  });
  afterAll(() => hub.close());

  test("[S7.1] no typed answer, message, photo or case secret stands in clear in any record, from the first write on", async () => {
    const canary = "Zitterpappel-canary";
    const person = await makePerson({ hub });
    const { id, revision } = await person.begin();
    await person.save({ id, revision, name: canary });
    await person.drafts.attach({ id, path: "/photo", file: jpeg(`JPEG ${canary}`) });
    expect(await rawTexts(person)).not.toContain(canary);
    const submission = await person.finalise({ name: canary, photo: canary });
    await person.send();
    await makeOfficer(hub).answer(submission, { status: "in review", text: canary, textLanguage: "en" });
    await person.cases.sendMessage({ id: submission, text: canary, language: "en", copies: [jpeg(`JPEG ${canary}`)] });
    await person.cases.refresh();
    const stored = await person.stores.cases.get(submission);
    const raw = await rawTexts(person);
    for (const secret of [
      canary,
      stored?.value.secret ?? "no secret",
      stored?.value.deskMessages[0]?.jws ?? "no message",
    ])
      expect(raw).not.toContain(secret);
    // The scan sees what is in clear: the hub learns the form too.
    expect(raw).toContain("question");
  });

  test("[S7.1] the device key cannot be read out, and a record does not open in another place", async () => {
    const person = await makePerson({ hub });
    const [one, two] = [await person.begin(), await person.begin()];
    const { tables } = person.device;
    const key = await tables.keys.get("device");
    expect([key?.key.extractable, person.stores.holder.key.extractable]).toEqual([false, false]);
    const record = await tables.drafts.get(one.id);
    if (record) await tables.drafts.put({ ...record, id: two.id });
    expect(await person.drafts.open(two.id)).toBeNull();
    expect(await person.drafts.open(one.id)).not.toBeNull();
  });

  test("[LOOP-12] one case is exported as readable page, JSON, photos, messages and receipt, without any secret", async () => {
    const person = await makePerson({ hub });
    const id = await person.finalise({ name: "Amina <b>", photo: "passport" });
    await person.send();
    await makeOfficer(hub).answer(id, { status: "action needed", phrases: ["come"] });
    await person.cases.sendMessage({ id, text: "On my way", language: "en", copies: [jpeg("JPEG copy")] });
    await person.cases.refresh();
    const files = await filesOf(await person.cases.exportOne(id));
    const page = strFromU8(files["request.html"] ?? new Uint8Array());
    for (const text of ["Your name", "Amina &lt;b&gt;", "Please come to us.", "On my way", person.view(id).number])
      expect(page).toContain(text);
    expect(page).not.toMatch(/<script|<b>/);
    expect(JSON.parse(strFromU8(files["request.json"] ?? new Uint8Array()))).toMatchObject({
      id,
      answers: { "/name": "Amina <b>" },
      state: "action needed",
    });
    expect(strFromU8(files["photos/photo-1.jpg"] ?? new Uint8Array())).toBe("JPEG passport");
    expect(strFromU8(files["receipt.jws"] ?? new Uint8Array())).toBe(await person.cases.receipt(id));
    expect(Object.keys(files).filter((name) => name.endsWith("copy-1.jpg"))).toHaveLength(1);
    const { secret } = (await person.stores.cases.get(id))?.value ?? { secret: "" };
    for (const bytes of Object.values(files)) expect(strFromU8(bytes, true)).not.toContain(secret);
  });

  test("[LOOP-13] everything is exported as one file: drafts, cases, photos", async () => {
    const person = await makePerson({ hub });
    const { id } = await person.begin();
    await person.drafts.attach({ id, path: "/photo", file: jpeg("JPEG draft") });
    const sent = await person.finalise({ photo: "sent" });
    const names = Object.keys(await filesOf(await person.storage.exportAll()));
    expect(names).toContain(`not-finished/question_${id}/photos/photo-1.jpg`);
    expect(names).toContain(`requests/${person.view(sent).number}_${sent}/request.html`);
  });

  test("[LOOP-13] deleting everything tries each step, and keeps the witness while something is left", async () => {
    const person = await makePerson({ hub });
    await person.begin();
    await person.storage.deleteAll();
    expect(person.deleted).toEqual(["workers", "database", "preferences", "caches", "witness"]);
  });

  test("[S7.5] beside a newer schema everything personal answers that this version only reads", async () => {
    const services = readingOnlyServices(async () => undefined);
    const begun = await services.drafts.begin({ place: "example-town", form: "question", language: "en" });
    expect(begun).toEqual({ ok: false, problem: "reading-only" });
    expect(await services.cases.refresh()).toEqual({ ok: false, problem: "reading-only" });
    expect([services.drafts.drafts.value, services.cases.cases.value]).toEqual([[], []]);
  });
});
