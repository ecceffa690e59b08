import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CaseView } from "../../../src/ui/services.ts";
import { type HubInAFolder, hubInAFolder } from "../../hub/hub-in-a-folder.ts";
import { transportTo } from "../../sync/test-device.ts";
import { jpeg, makeOfficer, makePerson } from "./person.ts";

const deskNumbers = ({ timeline }: CaseView) =>
  timeline.flatMap((entry) => (entry.kind === "desk" ? entry.number : []));
const messages = ({ timeline }: CaseView) => timeline.flatMap((entry) => (entry.kind === "message" ? entry : []));

describe("a person's cases", () => {
  let hub: HubInAFolder;
  beforeEach(async () => {
    hub = await hubInAFolder({ inMemory: true });
  });
  afterEach(() => hub.close());

  test("[LOOP-12] the timeline tells finishing, receiving, fetching, replies and own messages, and the state follows", async () => {
    const person = await makePerson({ hub });
    const officer = makeOfficer(hub);
    const id = await person.finalise();
    expect(person.view(id)).toMatchObject({ state: "waiting", receivedBetween: null });
    await person.send();
    expect(person.view(id)).toMatchObject({
      state: "received",
      receivedBetween: { from: "2026-11-24T12:00:00.000Z", until: "2026-11-24T13:00:00.000Z" },
    });
    const text = "Bring your paper.";
    await officer.answer(id, { status: "action needed", phrases: ["come"], text, textLanguage: "en" });
    await person.cases.refresh();
    expect(person.view(id).state).toBe("action needed");
    const sent = await person.cases.sendMessage({
      id,
      text: "Here it is",
      language: "en",
      copies: [jpeg("JPEG paper")],
    });
    expect(sent).toEqual({ ok: true });
    expect(messages(person.view(id))).toMatchObject([{ text: "Here it is", state: "waiting", request: null }]);
    await person.send();
    const view = person.view(id);
    expect(view.timeline.map(({ kind }) => kind)).toEqual(["finalised", "received", "downloaded", "desk", "message"]);
    const [message] = messages(view);
    expect(message).toMatchObject({ state: "received", attachments: [{ fileName: "copy-1.jpg", part: 0 }] });
    const photo = await person.cases.attachment({ id: message?.id ?? "", part: 0 });
    expect(await photo?.text()).toBe("JPEG paper");
    expect((await officer.deskCase(id))?.envelopes).toHaveLength(2);
  });

  test("[LOOP-12] what was sent is opened from the owner's copy, photo included, after the page was killed", async () => {
    const before = await makePerson({ hub });
    const id = await before.finalise({ name: "Amina", photo: "passport" });
    const after = await makePerson({ hub, factory: before.factory });
    expect(await after.cases.sent(id)).toMatchObject({
      answers: { "/name": "Amina", "/photo": "photo-1.jpg" },
      language: "en",
      source: { form: { id: "question" } },
    });
    expect(await (await after.cases.attachment({ id, part: 0 }))?.text()).toBe("JPEG passport");
  });

  test("[S8.1] news of all cases are asked in one request, in random order, and none that never left", async () => {
    const { transport, sent } = transportTo(hub);
    const person = await makePerson({ hub, transport });
    const ids: string[] = [];
    for (let made = 0; made < 12; made++) ids.push(await person.finalise());
    await person.drain();
    await person.finalise();
    const orders = new Set<string>();
    for (let asked = 0; asked < 3; asked++) {
      sent.length = 0;
      await person.cases.refresh();
      expect(sent.map(({ path }) => path)).toEqual(["/api/v1/cases/news"]);
      const { cases } = JSON.parse(new TextDecoder().decode(sent[0]?.body)) as { cases: { capability: string }[] };
      expect(cases).toHaveLength(12);
      orders.add(cases.map(({ capability }) => capability).join());
    }
    expect(orders.size).toBe(3);
    expect(person.cases.cases.value.map(({ state }) => state).filter((state) => state === "received")).toHaveLength(12);
  });

  test("[S8.2] a message that no certified officer of the desk signed is not shown", async () => {
    const person = await makePerson({ hub });
    const id = await person.finalise();
    await person.send();
    await makeOfficer(hub).answer(id, { status: "decided" });
    const { manifest } = person.certified;
    person.certified.manifest = { ...manifest, desks: manifest.desks.map((desk) => ({ ...desk, officers: [] })) };
    await person.cases.refresh();
    expect(person.view(id)).toMatchObject({ state: "received", faults: [{ kind: "unverified", number: 1 }] });
    expect(deskNumbers(person.view(id))).toEqual([]);
    // The next pack certifies the officer: it is asked for again.
    person.certified.manifest = manifest;
    await person.cases.refresh();
    expect(person.view(id)).toMatchObject({ state: "decided", faults: [] });
  });

  test("[S8.2] a message for another envelope, or under another number than it was signed with, is not shown", async () => {
    const person = await makePerson({ hub });
    const officer = makeOfficer(hub);
    const [one, two] = [await person.finalise(), await person.finalise()];
    await person.send();
    const other = await officer.open(two);
    await officer.answer(one, { status: "decided", envelopeId: two, envelopeHash: other.hash });
    await officer.answer(two, { status: "decided", number: 2, previous: "A".repeat(43) }, { number: 1 });
    await person.cases.refresh();
    for (const id of [one, two])
      expect(person.view(id)).toMatchObject({ state: "received", faults: [{ kind: "unverified", number: 1 }] });
  });

  test("[S8.2] a message that names another one before it is not shown, and the fault is", async () => {
    const person = await makePerson({ hub });
    const officer = makeOfficer(hub);
    const id = await person.finalise();
    await person.send();
    await officer.answer(id, { status: "in review" });
    await officer.answer(id, { status: "decided", number: 2, previous: "B".repeat(43) });
    await person.cases.refresh();
    expect(person.view(id)).toMatchObject({ state: "in review", faults: [{ kind: "broken", number: 2 }] });
    expect(deskNumbers(person.view(id))).toEqual([1]);
  });

  test("[S8.3] a gap is shown, what verified stays, and the gap closes when the message comes", async () => {
    const person = await makePerson({ hub });
    const officer = makeOfficer(hub);
    const id = await person.finalise();
    await person.send();
    const first = await officer.answer(id, { status: "in review" });
    const second = await officer.answer(id, { number: 2, previous: first, text: "wait", textLanguage: "en" });
    await officer.answer(id, { number: 3, previous: second, status: "decided" });
    // A hub that keeps the second one back.
    const holding = await makePerson({
      hub,
      factory: person.factory,
      transport: transportTo(hub, async (request, pass) => {
        const answer = await pass();
        if (!request.path.endsWith("/news")) return answer;
        const body = (await answer.json()) as { cases: { messages: { number: number }[] }[] };
        for (const one of body.cases) one.messages = one.messages.filter(({ number }) => number !== 2);
        return new Response(JSON.stringify(body), { headers: answer.headers });
      }).transport,
    });
    await holding.cases.refresh();
    expect(holding.view(id)).toMatchObject({ state: "decided", faults: [{ kind: "gap", from: 2, until: 2 }] });
    expect(deskNumbers(holding.view(id))).toEqual([1, 3]);
    await person.cases.refresh();
    expect(person.view(id).faults).toEqual([]);
    expect(deskNumbers(person.view(id))).toEqual([1, 2, 3]);
  });

  test("[S8.6] the highest number decides the state, whatever the desk's clock said", async () => {
    const person = await makePerson({ hub });
    const officer = makeOfficer(hub);
    const id = await person.finalise();
    await person.send();
    const first = await officer.answer(id, { status: "decided", sentAt: "2026-12-24T12:00:00Z" });
    await officer.answer(id, { number: 2, previous: first, status: "in review", sentAt: "2026-11-24T12:00:00Z" });
    await person.cases.refresh();
    expect(person.view(id).state).toBe("in review");
    expect(deskNumbers(person.view(id))).toEqual([1, 2]);
  });

  test("[S2.5] a receipt that comes with the news is verified like any other", async () => {
    const { transport } = transportTo(hub);
    // The answer to the push is lost; only the news tell that it was received.
    const losing = transportTo(hub, async (request, pass) => {
      const answer = await pass();
      if (request.path === "/api/v1/envelopes") throw new TypeError("connection lost");
      return answer;
    });
    const person = await makePerson({ hub, transport: losing.transport });
    const id = await person.finalise();
    await person.send();
    expect(person.view(id).state).toBe("received");
    const stranger = await makePerson({ hub, transport: losing.transport });
    stranger.certified.manifest = { ...stranger.certified.manifest, hubs: [] };
    const other = await stranger.finalise();
    await stranger.send();
    expect(stranger.view(other)).toMatchObject({ state: "waiting", refusal: "receipt-wrong" });
    expect(transport).toBeDefined();
  });

  test("[LOOP-12] correcting makes one draft with the same answers and photos that names the earlier one inside its seal", async () => {
    const person = await makePerson({ hub });
    const id = await person.finalise({ name: "Amina", photo: "passport" });
    await person.send();
    const made = await person.cases.correct({ id, language: "en" });
    if (!made.ok) throw new Error(made.problem);
    expect(made.draft).toMatchObject({ answers: { "/name": "Amina", "/photo": "photo-1.jpg" }, corrects: id });
    expect(await person.cases.correct({ id, language: "en" })).toMatchObject({ draft: { id: made.draft.id } });
    const { answers } = made.draft;
    const notice = { sequence: 5, language: "en", text: "x" };
    const again = await person.drafts.finalise({ id: made.draft.id, answers, language: "en", notice });
    if (!again.ok) throw new Error(again.problem);
    await person.send();
    const opened = await makeOfficer(hub).open(again.id);
    expect(opened.payload.corrects).toBe(id);
    expect(JSON.stringify(opened.header)).not.toContain(id);
    expect(person.view(again.id)).toMatchObject({ corrects: id, parts: { sent: 1, all: 1 } });
  });

  test("[LOOP-12] a case is removed with its envelope and parts, but not before it was received or taken back", async () => {
    const person = await makePerson({ hub });
    const id = await person.finalise({ photo: "passport" });
    expect(await person.cases.remove(id)).toMatchObject({ ok: false });
    await person.send();
    expect(await person.cases.remove(id)).toEqual({ ok: true });
    expect(person.cases.cases.value).toEqual([]);
    const { connection } = person.device;
    const counts = ["outbox", "envelopes", "parts", "cases"].map((name) => connection.count(name));
    expect(await Promise.all(counts)).toEqual([0, 0, 0, 0]);
  });

  test("[LOOP-12] without a connection the news say so and nothing that is known is lost", async () => {
    const person = await makePerson({ hub });
    const id = await person.finalise();
    await person.send();
    const offline = transportTo(hub, async () => {
      throw new TypeError("offline");
    });
    const later = await makePerson({ hub, factory: person.factory, transport: offline.transport });
    expect(await later.cases.refresh()).toEqual({ ok: false, problem: "no-connection" });
    expect(later.view(id).state).toBe("received");
  });
});

describe("taking back", () => {
  let hub: HubInAFolder;
  beforeEach(async () => {
    hub = await hubInAFolder({ inMemory: true });
  });
  afterEach(() => hub.close());

  test("[S4.1] what was never sent is withdrawn at once, without the hub", async () => {
    const { transport, sent } = transportTo(hub);
    const person = await makePerson({ hub, transport });
    const id = await person.finalise();
    expect(await person.cases.withdraw({ id, language: "en" })).toEqual({ ok: true, outcome: "withdrawn" });
    expect(person.view(id).state).toBe("withdrawn");
    await person.send();
    expect(sent).toEqual([]);
  });

  test("[S4.2] while the outcome is unknown the hub is asked, and the state stays until it answers", async () => {
    let isLost = true;
    const { transport } = transportTo(hub, async (_request, pass) => {
      if (isLost) throw new TypeError("connection lost");
      return pass();
    });
    const person = await makePerson({ hub, transport });
    const id = await person.finalise();
    await person.drain();
    expect(await person.cases.withdraw({ id, language: "en" })).toEqual({ ok: true, outcome: "asked" });
    expect(person.view(id)).toMatchObject({ state: "waiting", withdrawalAsked: true });
    isLost = false;
    await person.send();
    // S4.3 on the hub's side: it never saw the envelope and takes it back all the same.
    expect(person.view(id)).toMatchObject({ state: "withdrawn", withdrawalAsked: false });
    expect(await makeOfficer(hub).inbox()).toEqual([]);
  });

  test("[S4.3] the capability that the hub is asked with opens that case only", async () => {
    let isLost = true;
    const { transport, sent } = transportTo(hub, async (_request, pass) => {
      if (isLost) throw new TypeError("connection lost");
      return pass();
    });
    const person = await makePerson({ hub, transport });
    const [kept, taken] = [await person.finalise(), await person.finalise()];
    await person.drain();
    await person.cases.withdraw({ id: taken, language: "en" });
    isLost = false;
    await person.send();
    expect([person.view(kept).state, person.view(taken).state]).toEqual(["received", "withdrawn"]);
    expect(sent.filter(({ path }) => path === "/api/v1/cases/withdraw")).toHaveLength(1);
  });

  test("[S4.4] after the receipt it is one sealed request to the desk, and the state stays", async () => {
    const person = await makePerson({ hub });
    const id = await person.finalise();
    await person.send();
    expect(await person.cases.withdraw({ id, language: "en" })).toEqual({ ok: true, outcome: "requested" });
    expect(await person.cases.withdraw({ id, language: "en" })).toEqual({ ok: true, outcome: "requested" });
    await person.send();
    expect(person.view(id)).toMatchObject({ state: "received", withdrawalAsked: true });
    expect(messages(person.view(id))).toMatchObject([{ request: "withdraw", state: "received" }]);
    expect((await makeOfficer(hub).deskCase(id))?.envelopes).toHaveLength(2);
  });

  test("[S4.4] a wish whose envelope turned out to be received becomes a request to the desk by itself", async () => {
    let isDeaf = true;
    const { transport } = transportTo(hub, async (_request, pass) => {
      const answer = await pass();
      if (isDeaf) throw new TypeError("answer lost");
      return answer;
    });
    const person = await makePerson({ hub, transport });
    const id = await person.finalise();
    await person.drain();
    await person.cases.withdraw({ id, language: "en" });
    isDeaf = false;
    await person.send();
    await person.send();
    expect(person.view(id)).toMatchObject({ state: "received", withdrawalAsked: true });
    expect(messages(person.view(id))).toMatchObject([{ request: "withdraw", state: "received" }]);
    await person.send();
    expect((await makeOfficer(hub).deskCase(id))?.envelopes).toHaveLength(2);
  });

  test("[S4.5] deleted at the hub after its receipt it shows received, since deleted, with the reason", async () => {
    const person = await makePerson({ hub });
    const id = await person.finalise();
    await person.send();
    await hub.store().remove({ id, reason: "retention" });
    await person.cases.refresh();
    expect(person.view(id)).toMatchObject({ state: "received", deletedSince: "retention" });
    expect((await person.cases.sent(id))?.answers).toEqual({ "/name": "Amina" });
  });

  test("[S4.5] gone without a receipt shows refused", async () => {
    const { transport } = transportTo(hub, async (request, pass) => {
      const answer = await pass();
      if (request.path === "/api/v1/envelopes") throw new TypeError("answer lost");
      if (!request.path.endsWith("/news")) return answer;
      const body = (await answer.json()) as { epoch: string };
      const cases = [{ state: "gone", reason: "erased", receipt: null }];
      return new Response(JSON.stringify({ v: 1, epoch: body.epoch, cases }), { headers: answer.headers });
    });
    const person = await makePerson({ hub, transport });
    const id = await person.finalise();
    await person.send();
    expect(person.view(id)).toMatchObject({ state: "refused", deletedSince: null });
  });
});
