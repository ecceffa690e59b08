import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type HubInAFolder, hubInAFolder } from "../../hub/hub-in-a-folder.ts";
import { jpeg, makeOfficer, makePerson, notice } from "./person.ts";

describe("drafts", () => {
  let hub: HubInAFolder;
  beforeAll(async () => {
    hub = await hubInAFolder({ inMemory: true });
  });
  afterAll(() => hub.close());

  test("[S7.7] of two tabs on one draft the one with the older base is told, and the newer answers stay", async () => {
    const one = await makePerson({ hub });
    const other = await makePerson({ hub, factory: one.factory });
    const { id, revision } = await one.begin();
    expect(await one.save({ id, revision, name: "Amina" })).toMatchObject({ ok: true });
    expect(await other.save({ id, revision, name: "Somebody" })).toEqual({ ok: false, problem: "changed-elsewhere" });
    expect((await one.drafts.open(id))?.answers).toEqual({ "/name": "Amina" });
    expect(other.drafts.drafts.value[0]?.answers).toEqual({ "/name": "Amina" });
    const read = await other.drafts.open(id);
    expect(await other.save({ id, revision: read?.revision ?? 0, name: "Amina B." })).toMatchObject({ ok: true });
  });

  test("[S7.7] two saves at the same moment on one base: exactly one is stored", async () => {
    const one = await makePerson({ hub });
    const other = await makePerson({ hub, factory: one.factory });
    const { id, revision } = await one.begin();
    const outcomes = await Promise.all([
      one.save({ id, revision, name: "one" }),
      other.save({ id, revision, name: "two" }),
    ]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test("[S7.7] a photo is not put over what another tab wrote since", async () => {
    const one = await makePerson({ hub });
    const other = await makePerson({ hub, factory: one.factory });
    const { id, revision } = await one.begin();
    await other.drafts.open(id);
    await other.save({ id, revision, name: "Newer" });
    const outcome = await one.drafts.attach({ id, path: "/photo", file: jpeg("JPEG") });
    expect(outcome).toEqual({ ok: false, problem: "changed-elsewhere" });
    expect((await one.drafts.open(id))?.answers).toEqual({ "/name": "Newer" });
  });

  test("[LOOP-7] a draft is there again after the page was killed, and photos carry names of ours", async () => {
    const before = await makePerson({ hub });
    const { id, revision } = await before.begin();
    await before.save({ id, revision, name: "Amina" });
    await before.drafts.attach({ id, path: "/photo", file: jpeg("JPEG first") });
    await before.drafts.attach({ id, path: "/photo", file: jpeg("JPEG second") });
    // No close: the page is killed.
    const after = await makePerson({ hub, factory: before.factory });
    const [draft] = after.drafts.drafts.value;
    expect(draft).toMatchObject({
      id,
      answers: { "/name": "Amina", "/photo": "photo-2.jpg" },
      attachments: [{ path: "/photo", fileName: "photo-2.jpg", mediaType: "image/jpeg" }],
    });
    expect(await (await after.drafts.preview({ id, path: "/photo" }))?.text()).toBe("JPEG second");
    const detached = await after.drafts.detach({ id, path: "/photo" });
    expect(detached).toMatchObject({ ok: true, draft: { answers: { "/name": "Amina" }, attachments: [] } });
    expect(await after.drafts.preview({ id, path: "/photo" })).toBeNull();
  });

  test("[LOOP-7] what is no image is refused and the draft stays as it was", async () => {
    const person = await makePerson({ hub });
    const draft = await person.begin();
    const outcome = await person.drafts.attach({ id: draft.id, path: "/photo", file: jpeg("PDF") });
    expect(outcome).toEqual({ ok: false, problem: "not-an-image" });
    expect(await person.drafts.open(draft.id)).toEqual(draft);
  });

  test("[LOOP-7] half a character at the end of a text does not stop the saving", async () => {
    const person = await makePerson({ hub });
    const { id, revision } = await person.begin();
    expect(await person.save({ id, revision, name: "Amina \ud83d" })).toMatchObject({ ok: true });
    expect((await person.drafts.open(id))?.answers).toEqual({ "/name": "Amina \u{fffd}" });
  });

  test("[LOOP-6] a full disk is told and what was saved before stays", async () => {
    const person = await makePerson({ hub });
    const { id, revision } = await person.begin();
    await person.save({ id, revision, name: "saved" });
    // Dexie's own way of telling a quota error.
    const full = Object.assign(new Error("aborted"), {
      name: "AbortError",
      inner: new DOMException("full", "QuotaExceededError"),
    });
    const refusing = vi.spyOn(person.device.tables, "transaction").mockRejectedValue(full);
    const outcome = await person.save({ id, revision: revision + 1, name: "not saved" });
    expect(outcome).toEqual({ ok: false, problem: "storage-full" });
    refusing.mockRestore();
    expect((await person.drafts.open(id))?.answers).toEqual({ "/name": "saved" });
    expect(await person.save({ id, revision: revision + 1, name: "saved again" })).toMatchObject({ ok: true });
  });

  test("[S7.5] once a newer version of the app took the database over, nothing more is written here", async () => {
    const person = await makePerson({ hub });
    const { id, revision } = await person.begin();
    const newer = person.factory.open("passerelle", 9_990);
    await new Promise((resolve) => {
      newer.onsuccess = resolve;
    });
    expect(await person.save({ id, revision, name: "old code" })).toEqual({ ok: false, problem: "reading-only" });
    newer.result.close();
  });
});

describe("finalising", () => {
  let hub: HubInAFolder;
  beforeAll(async () => {
    hub = await hubInAFolder({ inMemory: true });
  });
  afterAll(() => hub.close());

  const finaliseArguments = { answers: { "/name": "Amina" }, language: "en", notice };

  test("[S7.2] after finalising, envelope, part and case are there and draft and photo are gone", async () => {
    const person = await makePerson({ hub });
    const id = await person.finalise({ photo: "passport" });
    const { tables, connection } = person.device;
    expect([await tables.drafts.count(), await tables.copies.count()]).toEqual([0, 0]);
    expect(await Promise.all(["outbox", "envelopes", "parts", "cases"].map((name) => connection.count(name)))).toEqual([
      1, 1, 1, 1,
    ]);
    expect(person.drafts.drafts.value).toEqual([]);
    expect(person.view(id)).toMatchObject({ state: "waiting", parts: { sent: 0, all: 1 } });
  });

  test("[S7.2] killed between seal and commit, the draft and its photo are there and nothing is in the outbox", async () => {
    const person = await makePerson({ hub });
    const { id, revision } = await person.begin();
    await person.save({ id, revision, name: "Amina" });
    await person.drafts.attach({ id, path: "/photo", file: jpeg("JPEG passport") });
    // The page dies as it asks for the transaction.
    const dying = vi.spyOn(person.device.connection, "transaction").mockImplementation(() => {
      throw new Error("killed");
    });
    const answers = { "/name": "Amina", "/photo": "photo-1.jpg" };
    await expect(person.drafts.finalise({ ...finaliseArguments, id, answers })).rejects.toThrow("killed");
    dying.mockRestore();
    const after = await makePerson({ hub, factory: person.factory });
    expect(after.drafts.drafts.value).toMatchObject([{ id, answers }]);
    expect(await (await after.drafts.preview({ id, path: "/photo" }))?.text()).toBe("JPEG passport");
    expect(await after.device.connection.count("outbox")).toBe(0);
    expect(await after.drafts.finalise({ ...finaliseArguments, id, answers })).toMatchObject({ ok: true });
  });

  test("[S7.2] a write that fails in the middle of the transaction takes everything back", async () => {
    const person = await makePerson({ hub });
    const { id } = await person.begin();
    const { connection } = person.device;
    const before = await connection.count("outbox");
    // The disk is full when the case is written, after the envelope.
    const add = vi.spyOn(IDBObjectStore.prototype, "add");
    add.mockImplementation(function (this: IDBObjectStore, value: unknown) {
      if (this.name === "cases") throw new DOMException("full", "QuotaExceededError");
      return this.put(value);
    });
    const outcome = await person.drafts.finalise({ ...finaliseArguments, id });
    add.mockRestore();
    expect(outcome).toEqual({ ok: false, problem: "storage-full" });
    expect(await connection.count("outbox")).toBe(before);
    expect(await connection.count("envelopes")).toBe(before);
    expect(await person.drafts.open(id)).not.toBeNull();
  });

  test("[S7.2] one draft finalised in two tabs at once is one submission", async () => {
    const one = await makePerson({ hub });
    const other = await makePerson({ hub, factory: one.factory });
    const { id } = await one.begin();
    const outcomes = await Promise.all([
      one.drafts.finalise({ ...finaliseArguments, id }),
      other.drafts.finalise({ ...finaliseArguments, id }),
    ]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await one.device.connection.count("outbox")).toBe(1);
  });

  test("[S7.3] what is sent again after the outcome was lost are the bytes that were sealed", async () => {
    const person = await makePerson({ hub });
    const id = await person.finalise();
    const sealed = await person.stores.outbox.envelopeBytes(id);
    await person.send();
    const after = await makePerson({ hub, factory: person.factory });
    await after.send();
    const bytes = await hub.store().takeEnvelope({ place: "example-town", desk: "newcomers", id });
    expect(Buffer.from(bytes ?? []).equals(Buffer.from(sealed ?? []))).toBe(true);
    expect(Buffer.from((await after.stores.outbox.envelopeBytes(id)) ?? []).equals(Buffer.from(sealed ?? []))).toBe(
      true,
    );
  });

  test("[S7.6] without a desk key that is certified and valid nothing is finalised and the draft stays", async () => {
    const person = await makePerson({ hub });
    const { id } = await person.begin();
    const { manifest } = person.certified;
    const without = (validUntil: string) => ({
      ...manifest,
      desks: manifest.desks.map((desk) => ({ ...desk, keys: desk.keys.map((key) => ({ ...key, validUntil })) })),
    });
    for (const broken of [
      { ...manifest, desks: [] },
      without("2026-11-24T12:00:00Z"),
      { ...manifest, desks: manifest.desks.map((desk) => ({ ...desk, id: "another" })) },
    ]) {
      person.certified.manifest = broken;
      expect(await person.drafts.finalise({ ...finaliseArguments, id })).toEqual({ ok: false, problem: "no-desk-key" });
    }
    expect(await person.drafts.open(id)).not.toBeNull();
    person.certified.manifest = without("2026-11-24T23:00:00Z");
    expect(await person.drafts.finalise({ ...finaliseArguments, id })).toMatchObject({ ok: true });
  });

  test("[LOOP-8] the desk gets answers, photo, meaning and the notice that was shown", async () => {
    const person = await makePerson({ hub });
    const id = await person.finalise({ photo: "passport" });
    await person.send();
    const { payload } = await makeOfficer(hub).open(id);
    const hash = Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(notice.text))).toString("base64url");
    expect(payload).toMatchObject({
      answers: { "/name": "Amina", "/photo": "photo-1.jpg" },
      attachments: [{ path: "/photo", fileName: "photo-1.jpg", part: 0, bytes: 13, mediaType: "image/jpeg" }],
      meanings: { "/name": "given-name" },
      notice: { sequence: 5, language: "en", hash },
    });
  });
});
