/** A person with a device and a hub: real database in memory, real seal, the hub's real routes. Only photos are not decoded. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import {
  capabilitiesOf,
  createPersonalServices,
  openPersonalStores,
} from "../../../src/app/services/personal-services.ts";
import type { ScalePhoto } from "../../../src/app/services/scale-photo.ts";
import type { DeskMessage } from "../../../src/core/case.ts";
import { submissionPayload } from "../../../src/core/envelope.ts";
import type { CompiledForm } from "../../../src/core/form/model.ts";
import type { Manifest } from "../../../src/core/pack.ts";
import type { DeletionSteps } from "../../../src/device/delete-all.ts";
import { openDeviceDatabase } from "../../../src/device/device-database.ts";
import { utf8 } from "../../../src/seal/bytes.ts";
import { sealDeskMessage, signDeskMessage } from "../../../src/seal/desk-message.ts";
import { openEnvelope } from "../../../src/seal/envelope.ts";
import { hashOfJws } from "../../../src/seal/jws.ts";
import { openChangeChannel } from "../../../src/sync/change-channel.ts";
import { createContactTransport } from "../../../src/sync/contact-transport.ts";
import { drainOnce } from "../../../src/sync/drain.ts";
import type { Transport } from "../../../src/sync/http-transport.ts";
import { LinkPace } from "../../../src/sync/link-pace.ts";
import { idleState } from "../../../src/sync/sync-state.ts";
import type { Outcome, PlaceTexts } from "../../../src/ui/services.ts";
import type { HubInAFolder } from "../../hub/hub-in-a-folder.ts";
import { anyHash } from "../../seal/making.ts";
import { transportTo } from "../../sync/test-device.ts";

export const form: CompiledForm = {
  v: 1,
  id: "question",
  title: "A question",
  formVersion: "1",
  languages: ["en"],
  defaultLanguage: "en",
  children: [
    { kind: "question", path: "/name", type: "text", label: "name", meaning: "given-name" },
    { kind: "question", path: "/photo", type: "image", label: "photo" },
  ],
  choices: {},
  texts: { en: { name: "Your name", photo: "A photo of your paper" } },
};
export const place = "example-town";
export const notice = { sequence: 5, language: "en", text: "We read what you write." };
export const jpeg = (text: string): Blob => new Blob([text], { type: "image/png" });

/** As `scalePhoto`, for tests without pixels: a file that begins with "JPEG" is a picture. */
const fakeScale: ScalePhoto = async (file) => {
  const text = await file.text();
  return text.startsWith("JPEG") ? { ok: true, bytes: utf8(text) } : { ok: false, problem: "not-an-image" };
};

export const manifestOf = (hub: HubInAFolder): Manifest => ({
  ...hub.chain.content,
  formVersions: { question: [anyHash] },
});

/** @param factory the same one again is the same device after its page was killed, or another tab of it */
export async function makePerson({
  hub,
  factory = new IDBFactory(),
  transport = transportTo(hub).transport,
  manifest = manifestOf(hub),
  hasPlace = true,
  scalePhoto = fakeScale,
}: {
  hub: HubInAFolder;
  factory?: IDBFactory;
  transport?: Transport;
  manifest?: Manifest;
  hasPlace?: boolean;
  scalePhoto?: ScalePhoto;
}) {
  const clock = { now: new Date(hub.clock.now) };
  const now = () => clock.now;
  const device = await openDeviceDatabase({ factory: { indexedDB: factory, IDBKeyRange } });
  const stores = await openPersonalStores({ device, now });
  const changes = openChangeChannel({ postMessage: () => undefined, close: () => undefined, onmessage: null });
  const certified = { manifest, hasPlace };
  const drain = () =>
    drainOnce({
      store: stores.outbox,
      transport,
      hubsOf: async () => certified.manifest.hubs,
      capabilityOf: capabilitiesOf(stores),
      now: () => clock.now.getTime(),
      pace: new LinkPace(),
      signal: new AbortController().signal,
      tell: () => undefined,
    });
  const deleted: string[] = [];
  const deletion: DeletionSteps = {
    closeDatabase: () => device.close(),
    deleteDatabase: async () => void deleted.push("database"),
    deletePreferences: async () => void deleted.push("preferences"),
    deleteCaches: async () => void deleted.push("caches"),
    unregisterServiceWorkers: async () => void deleted.push("workers"),
    removeWitness: () => void deleted.push("witness"),
  };
  // The services read only id, desk and phrases of a place's forms.
  const reading = {
    place: { forms: [{ id: "question", desk: "newcomers", phrases: [{ id: "come", text: "phrase.come" }] }] },
    texts: { en: { texts: { "phrase.come": "Please come to us." } } },
  } as unknown as PlaceTexts;
  const services = createPersonalServices(
    {
      ...stores,
      changes,
      scalePhoto,
      origin: "https://hub.example",
      now,
      random: (length) => crypto.getRandomValues(new Uint8Array(length)),
      engine: {
        wake: () => undefined,
        withdraw: (id) => stores.outbox.startWithdrawal(id),
        state: () => idleState,
        subscribe: () => () => undefined,
        transport: createContactTransport({ transport, store: stores.outbox, now: () => clock.now.getTime() }),
      },
      packs: {
        form: async ({ form: id, version = anyHash }) =>
          id === "question" && version === anyHash ? { form, version } : null,
        reading: async () => (certified.hasPlace ? reading : null),
        manifest: async () => (certified.hasPlace ? certified.manifest : null),
        fetch: async (): Promise<Outcome> => {
          certified.hasPlace = true;
          return { ok: true };
        },
      },
    },
    { storage: undefined, deletion },
  );
  await services.loaded;
  const { drafts, cases, storage } = services;

  const begin = async () => {
    const begun = await drafts.begin({ place, form: "question", language: "en" });
    if (!begun.ok) throw new Error(begun.problem);
    return begun.draft;
  };
  const save = async (of: { id: string; revision: number; name: string }) => {
    const { id, revision, name } = of;
    return drafts.save({ id, revision, answers: { "/name": name }, screen: "/", language: "en" });
  };
  /** A finalised submission of this person, with a photo when it is given. */
  const finalise = async ({ name = "Amina", photo }: { name?: string; photo?: string } = {}): Promise<string> => {
    const { id, revision } = await begin();
    const saved = await save({ id, revision, name });
    if (!saved.ok) throw new Error(saved.problem);
    if (photo !== undefined) await drafts.attach({ id, path: "/photo", file: jpeg(`JPEG ${photo}`) });
    const answers = (await drafts.open(id))?.answers ?? {};
    const done = await drafts.finalise({ id, answers, language: "en", notice });
    if (!done.ok) throw new Error(done.problem);
    return done.id;
  };
  const view = (id: string) => {
    const found = cases.cases.value.find((one) => one.id === id);
    if (!found) throw new Error(`no case ${id}`);
    return found;
  };
  /** Sends what waits, then shows what is stored. */
  const send = async () => {
    await drain();
    changes.tell("outbox");
    await cases.refresh();
  };
  return {
    factory,
    device,
    stores,
    clock,
    certified,
    changes,
    drafts,
    cases,
    storage,
    deleted,
    begin,
    save,
    finalise,
    view,
    drain,
    send,
    close: () => device.close(),
  };
}
export type Person = Awaited<ReturnType<typeof makePerson>>;

/** The desk's officer, who opens a submission and answers through the hub's store. */
export function makeOfficer(hub: HubInAFolder) {
  const { chain } = hub;
  const of = { place, desk: "newcomers" };
  const open = async (id: string) => {
    const bytes = await hub.store().takeEnvelope({ ...of, id });
    if (!bytes) throw new Error("the hub has no such envelope");
    const opened = await openEnvelope({ bytes, recipient: chain.desk.recipient });
    return { ...opened, payload: submissionPayload(opened.payload) };
  };
  const sign = (id: string, envelopeHash: string, changes: Partial<DeskMessage>) =>
    signDeskMessage(
      {
        v: 1,
        purpose: "desk-message",
        envelopeId: id,
        envelopeHash,
        desk: "newcomers",
        number: 1,
        previous: null,
        status: null,
        phrases: [],
        text: null,
        textLanguage: null,
        sentAt: hub.clock.now.toISOString(),
        ...changes,
      },
      chain.officer.key,
    );
  /** Signs and appends; the hash names it in the next one. */
  const answer = async (id: string, changes: Partial<DeskMessage>, sealAs?: { number: number }) => {
    const { hash, payload } = await open(id);
    const jws = await sign(id, hash, changes);
    const number = sealAs?.number ?? changes.number ?? 1;
    const sealed = await sealDeskMessage({
      jws,
      envelopeId: id,
      number,
      caseKey: payload.casePublicKey,
      deskKeys: [chain.desk],
    });
    const outcome = await hub.store().appendMessage({ ...of, sealed });
    if (outcome !== "appended") throw new Error(outcome);
    return hashOfJws(jws);
  };
  return {
    open,
    answer,
    inbox: () => hub.store().inbox(of),
    deskCase: (id: string) => hub.store().deskCase({ ...of, id }),
  };
}
