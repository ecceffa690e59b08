import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sealedDeskMessage } from "../../src/core/case.ts";
import type { InboxEntry } from "../../src/core/protocol.ts";
import { casesToLearn, learnStates, stateFrom } from "../../src/desk/case-states.ts";
import { emptyReply, type ReplyDraft, sealReply, sendReply } from "../../src/desk/compose-reply.ts";
import { type DeskPlace, readFormVersion } from "../../src/desk/desk-place.ts";
import type { DeskAtWork } from "../../src/desk/desk-session.ts";
import { exportCase } from "../../src/desk/export-case.ts";
import { inboxRows, type KnownCase } from "../../src/desk/inbox-rows.ts";
import { readAnswers } from "../../src/desk/read-answers.ts";
import { type CaseFile, readCase, readPart } from "../../src/desk/read-case.ts";
import { openDeskMessage, sealDeskMessage, signDeskMessage, verifyDeskMessage } from "../../src/seal/desk-message.ts";
import { makeSigner } from "../seal/making.ts";
import { type DeskInAFolder, deskInAFolder, expectValue, faultOf } from "./desk-in-a-folder.ts";
import { answersInArabic, interpreter, photo, type Sent, sendMessage, submit } from "./person.ts";

describe("cases at a desk", () => {
  let desk: DeskInAFolder;
  let place: DeskPlace;
  let work: DeskAtWork;
  let colleague: DeskAtWork;
  beforeAll(async () => {
    desk = await deskInAFolder();
    const first = await desk.enrol();
    await desk.certifyRecord(first.record);
    work = expectValue(await desk.work(first.record, desk.browser().store));
    const second = await desk.enrol();
    await desk.certifyRecord(second.record);
    colleague = expectValue(await desk.work(second.record, desk.browser().store));
    colleague = { ...colleague, deskKeys: work.deskKeys };
    place = await desk.readPlace();
  });
  afterAll(() => desk.close());

  const entriesOf = async (id: string): Promise<readonly InboxEntry[]> =>
    expectValue(await desk.deskHub.inbox(work.session)).filter((entry) => entry.case === id);
  const open = async (id: string, by: DeskAtWork = work): Promise<CaseFile> => {
    const result = expectValue(await readCase({ hub: desk.deskHub, work: by, place, entries: await entriesOf(id) }));
    if (!result.ok) throw new Error(result.problem);
    return result.file;
  };
  const reply = (file: CaseFile, draft: Partial<ReplyDraft>, by: DeskAtWork = work) =>
    sendReply({
      hub: desk.deskHub,
      session: by.session,
      draft: { ...emptyReply("fr"), ...draft },
      file,
      officer: by.officer,
      place,
      desk: "newcomers",
      now: desk.now(),
    });
  /** What the person's device makes of the desk's messages. */
  const readByPerson = async ({ envelope, owner }: Sent) => {
    const news = await desk.hub.news(owner.capability);
    if (news.state !== "open") throw new Error(news.state);
    const read = [];
    let previous: string | null = null;
    for (const sealed of news.messages) {
      const jws = await openDeskMessage({ sealed, recipient: owner.recipient });
      const verified = await verifyDeskMessage({
        jws,
        desks: place.manifest.desks,
        expected: {
          desk: "newcomers",
          envelopeId: envelope.id,
          envelopeHash: envelope.hash,
          number: sealed.number,
          previous,
        },
      });
      if (!verified.ok) throw new Error(verified.reason);
      previous = verified.hash;
      read.push(verified.message);
    }
    return read;
  };

  test("[LOOP-11] answers come in the officer's language, free text as it was written", async () => {
    const { envelope } = await submit(desk);
    const { payload } = (await open(envelope.id)).submission;
    const version = payload.formVersion;
    const form = expectValue(await readFormVersion({ transport: desk.transport, place, form: interpreter, version }));
    const inFrench = readAnswers({ ...payload, form, language: "fr" }).flatMap(({ answers }) => answers);
    const at = (path: string) => inFrench.find((answer) => answer.path === path);
    expect(at("/need/language")).toMatchObject({ label: "Quelle langue parlez-vous le mieux\u00a0?", kind: "chosen" });
    expect(at("/need/language")?.value).toMatch(/autre/i);
    expect(at("/need/other_language")).toMatchObject({ value: "زغاوة", kind: "written" });
    expect(at("/appointment/letter_photo")?.attachment).toMatchObject({ part: 0, fileName: "letter.jpg" });
    const original = readAnswers({ ...payload, form, language: "ar" }).flatMap(({ answers }) => answers);
    expect(original.find(({ path }) => path === "/appointment/way")?.label).toBe("كيف يتم الموعد؟");
    expect(inFrench).toHaveLength(Object.keys(answersInArabic).length);
  });

  test("[LOOP-11] every answer that was sent is shown, also one that the form does not know", async () => {
    const { envelope } = await submit(desk, { answers: { "/need/language": "uk", "/later/field": "carried" } });
    const { payload } = (await open(envelope.id)).submission;
    const version = payload.formVersion;
    const form = expectValue(await readFormVersion({ transport: desk.transport, place, form: interpreter, version }));
    const sections = readAnswers({ ...payload, form, language: "en" });
    expect(sections.at(-1)?.answers).toMatchObject([{ label: "/later/field", value: "carried" }]);
  });

  test("[LOOP-11] an attachment opens in the browser, and a changed one is named damaged", async () => {
    const { envelope } = await submit(desk);
    const { submission } = await open(envelope.id);
    const read = expectValue(await readPart({ hub: desk.deskHub, work, envelope: submission, part: 0 }));
    if (!read.ok) throw new Error(read.problem);
    expect(Buffer.from(read.bytes).equals(photo)).toBe(true);
    const swapped = { ...desk.deskHub, part: async () => ({ ok: true, value: new Uint8Array(photo) }) as const };
    expect(expectValue(await readPart({ hub: swapped, work, envelope: submission, part: 0 }))).toEqual({
      ok: false,
      problem: "damaged",
    });
  });

  test("[LOOP-11] a reply built from phrases reaches the person, and both officers read it in the timeline", async () => {
    const sent = await submit(desk);
    const file = await open(sent.envelope.id);
    expect(
      expectValue(await reply(file, { status: "action needed", phrases: ["which-language"], text: "Merci !" })).ok,
    ).toBe(true);
    expect(await readByPerson(sent)).toMatchObject([
      { number: 1, status: "action needed", phrases: ["which-language"], text: "Merci !", textLanguage: "fr" },
    ]);
    const seen = await open(sent.envelope.id, colleague);
    expect(seen.chain).toMatchObject({ faults: [], unread: [], nextNumber: 2 });
    expect(expectValue(await reply(seen, { status: "decided" }, colleague)).ok).toBe(true);
    expect((await readByPerson(sent)).map(({ status }) => status)).toEqual(["action needed", "decided"]);
  });

  test("[S8.4] of two officers who write at once the slower is told, reads again and loses nothing", async () => {
    const sent = await submit(desk);
    const [mine, theirs] = [await open(sent.envelope.id), await open(sent.envelope.id, colleague)];
    expect(expectValue(await reply(theirs, { status: "in review" }, colleague)).ok).toBe(true);
    const draft = { status: "decided", text: "Décidé." } as const;
    expect(expectValue(await reply(mine, draft))).toEqual({ ok: false, problem: "number-taken" });
    expect(expectValue(await reply(await open(sent.envelope.id), draft)).ok).toBe(true);
    expect((await readByPerson(sent)).map(({ status, number }) => [number, status])).toEqual([
      [1, "in review"],
      [2, "decided"],
    ]);
  });

  test("[S8.2] what would not verify on the person's device is not sent", async () => {
    const { envelope } = await submit(desk);
    const file = await open(envelope.id);
    const job = { file, officer: work.officer, place, desk: "newcomers", draft: { ...emptyReply("fr"), text: "x" } };
    const wrongClock = new Date("2031-01-01T00:00:00Z");
    expect(await sealReply({ ...job, now: wrongClock })).toEqual({ ok: false, problem: "no-desk-key" });
    const stranger = { ...work.officer, signing: { ...work.officer.signing, kid: colleague.officer.kid } };
    expect(await sealReply({ ...job, officer: stranger, now: desk.now() })).toEqual({
      ok: false,
      problem: "would-not-verify",
    });
  });

  test("[S8.3] a message that somebody else put into the case is shown as such, and what verified stays", async () => {
    const sent = await submit(desk);
    expectValue(await reply(await open(sent.envelope.id), { status: "in review" }));
    const forged = sealedDeskMessage({
      v: 1,
      envelopeId: sent.envelope.id,
      number: 2,
      wraps: [],
      ciphertext: "AAAA",
    });
    expectValue(await desk.deskHub.append(work.session, forged));
    const { chain } = await open(sent.envelope.id);
    expect(chain.messages.map(({ message }) => message.number)).toEqual([1]);
    expect(chain.unread).toEqual([{ number: 2, reason: "no-key" }]);
    expect(chain.faults).toEqual([{ kind: "gap", from: 2, until: 2 }]);
    // It may hold a newer status, so the list says that it is unknown.
    expect(stateFrom(chain)).toBeNull();
    expect(expectValue(await reply(await open(sent.envelope.id), { status: "decided" }))).toEqual({
      ok: false,
      problem: "newest-unreadable",
    });
  });

  test("[LOOP-11] later messages stand in their case; one that names another case inside its seal does not pass", async () => {
    const sent = await submit(desk);
    const other = await submit(desk);
    await sendMessage(desk, { sent, text: "أريد سحب الطلب", request: "withdraw" });
    await sendMessage(desk, { sent, text: "strayed", about: other.envelope });
    const { messages } = await open(sent.envelope.id);
    expect(messages.flatMap((one) => (one.ok ? [one.message.payload] : []))).toMatchObject([
      { text: "أريد سحب الطلب", request: "withdraw" },
    ]);
    expect(messages.flatMap((one) => (one.ok ? [] : [one.problem]))).toEqual(["other-case"]);
  });

  test("[LOOP-11] an envelope that the hub gives for another one is not taken for it", async () => {
    const [one, two] = [await submit(desk), await submit(desk)];
    const entries = await entriesOf(one.envelope.id);
    const swapping = { ...desk.deskHub, envelope: async () => ({ ok: true, value: two.envelope.bytes }) as const };
    const result = expectValue(await readCase({ hub: swapping, work, place, entries }));
    expect(result).toEqual({ ok: false, problem: "other-case" });
  });

  test("[LOOP-11] without a desk key nothing is taken out of the hub", async () => {
    const { envelope } = await submit(desk);
    const entries = await entriesOf(envelope.id);
    const result = await readCase({ hub: desk.deskHub, work: { ...work, deskKeys: [] }, place, entries });
    expect(expectValue(result)).toEqual({ ok: false, problem: "no-key" });
    expect((await entriesOf(envelope.id))[0]?.downloaded).toBe(false);
  });

  test("[LOOP-11] states of the list come from verified messages, without taking a submission out", async () => {
    const sent = await submit(desk);
    const file = await open(sent.envelope.id);
    expectValue(await reply(file, { status: "action needed" }));
    expectValue(await reply(await open(sent.envelope.id), { text: "Encore un mot." }));
    const untouched = await submit(desk);
    const entries = expectValue(await desk.deskHub.inbox(work.session));
    const known = new Map<string, KnownCase>();
    const learn = async () =>
      learnStates({
        hub: desk.deskHub,
        work,
        place,
        entries: casesToLearn(entries, known),
        onLearned: (id, learned) => known.set(id, { language: null, ...learned }),
      });
    expect(await learn()).toBeNull();
    const rows = inboxRows({ entries, answerWithinDays: new Map([[interpreter, 3]]), known, now: desk.now() });
    expect(rows.find(({ id }) => id === sent.envelope.id)).toMatchObject({
      state: "action needed",
      deadline: { kind: "answered" },
    });
    expect(rows.find(({ id }) => id === untouched.envelope.id)).toMatchObject({ state: "received", isNew: true });
    expect((await entriesOf(untouched.envelope.id))[0]?.downloaded).toBe(false);
    expect(casesToLearn(entries, known).map(({ id }) => id)).not.toContain(sent.envelope.id);
  });

  test("[LOOP-11] the exported file holds what was sealed, the same in words, and the desk's messages", async () => {
    const earlier = await submit(desk);
    const sent = await submit(desk, { corrects: earlier.envelope.id });
    expectValue(await reply(await open(sent.envelope.id), { status: "in review", phrases: ["looking"] }));
    const file = await open(sent.envelope.id);
    const { payload } = file.submission;
    const version = payload.formVersion;
    const form = expectValue(await readFormVersion({ transport: desk.transport, place, form: interpreter, version }));
    const sections = readAnswers({ ...payload, form, language: "uk" });
    const made = exportCase({ file, attachments: [], language: "uk", sections, now: desk.now() });
    const read: unknown = JSON.parse(JSON.stringify(made));
    expect(read).toMatchObject({
      kind: "passerelle-case",
      practice: true,
      id: sent.envelope.id,
      submission: { corrects: earlier.envelope.id, answers: answersInArabic },
      readable: { language: "uk" },
      deskMessages: [{ status: "in review", phrases: ["looking"] }],
    });
  });

  test("[S8.2] a status that nobody certified has signed is not counted, in the case or in the list", async () => {
    const sent = await submit(desk);
    const stranger = await makeSigner();
    const { id: envelopeId, hash: envelopeHash } = sent.envelope;
    const jws = await signDeskMessage(
      {
        v: 1,
        purpose: "desk-message",
        envelopeId,
        envelopeHash,
        desk: "newcomers",
        number: 1,
        previous: null,
        status: "decided",
        phrases: [],
        text: null,
        textLanguage: null,
        sentAt: desk.now().toISOString(),
      },
      stranger.key,
    );
    const deskKeys = place.manifest.desks.flatMap(({ keys }) => keys);
    const sealed = await sealDeskMessage({
      jws,
      envelopeId,
      number: 1,
      caseKey: sent.owner.publicJwk,
      deskKeys,
    });
    expectValue(await desk.deskHub.append(work.session, sealed));
    const { chain } = await open(envelopeId);
    expect(chain).toMatchObject({ messages: [], unread: [{ number: 1, reason: "officer-unknown" }] });
    expect(stateFrom(chain)).toEqual({ status: null, messages: 1 });
  });

  test("[LOOP-11] a form version that was never published is not fetched, whatever else lies at its address", async () => {
    const structure = place.manifest.blocks.find(({ name }) => name === "place")?.hash ?? "";
    for (const version of ["x".repeat(43), structure]) {
      const read = await readFormVersion({ transport: desk.transport, place, form: interpreter, version });
      expect(faultOf(read)).toEqual({ kind: "not-published" });
    }
  });
});
