import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CaseView } from "../../../src/ui/services.ts";
import { type HubInAFolder, hubInAFolder } from "../../hub/hub-in-a-folder.ts";
import { transportTo } from "../../sync/test-device.ts";
import { jpeg, makeOfficer, makePerson, type Person } from "./person.ts";

const messages = ({ timeline }: CaseView) => timeline.flatMap((entry) => (entry.kind === "message" ? entry : []));
const slipOf = async (person: Person, id: string) => {
  const slip = await person.cases.slip({ id, language: "en" });
  if (!slip) throw new Error("no slip");
  return slip;
};

describe("claim slips", () => {
  let hub: HubInAFolder;
  beforeEach(async () => {
    hub = await hubInAFolder({ inMemory: true });
  });
  afterEach(() => hub.close());

  test("[LOOP-12] a slip opens the case on another device: answers, photo, messages in order, replies", async () => {
    const first = await makePerson({ hub });
    const id = await first.finalise({ name: "Amina", photo: "passport" });
    await first.send();
    for (const text of ["one", "two", "three"]) {
      first.clock.now = new Date(first.clock.now.getTime() + 60_000);
      await first.cases.sendMessage({ id, text, language: "en", copies: text === "two" ? [jpeg("JPEG copy")] : [] });
    }
    await first.send();
    await makeOfficer(hub).answer(id, { status: "in review" });
    const { text, address } = await slipOf(first, id);
    expect(address).toBe(`https://hub.example/en/claim#${text}`);

    const second = await makePerson({ hub, hasPlace: false });
    const read = await second.cases.readSlip(address);
    expect(read).toEqual({ ok: true, slip: { id, place: "example-town", practice: true, isHere: false } });
    expect(await second.cases.claim({ text: address, as: "open" })).toEqual({ ok: true, id });
    const view = second.view(id);
    expect(view).toMatchObject({ state: "in review", isClaimed: true, parts: { sent: 1, all: 1 }, faults: [] });
    expect(view.number).toBe(first.view(id).number);
    expect(messages(view).map((message) => [message.text, message.state])).toEqual([
      ["one", "received"],
      ["two", "received"],
      ["three", "received"],
    ]);
    expect((await second.cases.sent(id))?.answers).toEqual({ "/name": "Amina", "/photo": "photo-1.jpg" });
    expect(await (await second.cases.attachment({ id, part: 0 }))?.text()).toBe("JPEG passport");
    const copy = messages(view)[1];
    expect(await (await second.cases.attachment({ id: copy?.id ?? "", part: 0 }))?.text()).toBe("JPEG copy");
    expect(await second.stores.outbox.hasPending()).toBe(false);
    // Beside, not instead.
    await first.cases.refresh();
    expect(first.view(id)).toMatchObject({ state: "in review", movedAway: false });
  });

  test("[S8.5] after a take-over the first device says that the case moved, and the second one goes on", async () => {
    const first = await makePerson({ hub });
    const id = await first.finalise();
    await first.send();
    const { text } = await slipOf(first, id);
    const second = await makePerson({ hub });
    expect(await second.cases.claim({ text, as: "take-over" })).toEqual({ ok: true, id });
    await first.cases.refresh();
    expect(first.view(id).movedAway).toBe(true);
    expect(await first.cases.slip({ id, language: "en" })).toBeNull();
    const late = await first.cases.sendMessage({ id, text: "still me", language: "en", copies: [] });
    expect(late).toEqual({ ok: false, problem: "case-moved" });
    await makeOfficer(hub).answer(id, { status: "decided" });
    expect(await second.cases.sendMessage({ id, text: "here now", language: "en", copies: [] })).toEqual({ ok: true });
    await second.send();
    expect(second.view(id)).toMatchObject({ state: "decided", movedAway: false });
    expect(messages(second.view(id))).toMatchObject([{ text: "here now", state: "received" }]);
    // The old slip opens nothing more; a new one does.
    const third = await makePerson({ hub });
    expect(await third.cases.claim({ text, as: "open" })).toEqual({ ok: false, problem: "case-moved" });
    const fresh = await slipOf(second, id);
    expect(await third.cases.claim({ text: fresh.text, as: "open" })).toEqual({ ok: true, id });
  });

  test("[S8.5] killed between asking for the take-over and its answer, the case is not lost", async () => {
    const first = await makePerson({ hub });
    const id = await first.finalise();
    await first.send();
    const { text } = await slipOf(first, id);
    for (const hubActs of [true, false]) {
      const dying = transportTo(hub, async (request, pass) => {
        if (request.path !== "/api/v1/cases/rotate") return pass();
        if (hubActs) await pass();
        throw new TypeError("killed");
      });
      const current = hubActs ? text : (await slipOf(first, id)).text;
      const before = await makePerson({ hub, transport: dying.transport });
      expect(await before.cases.claim({ text: current, as: "take-over" })).toMatchObject({ ok: false });
      const after = await makePerson({ hub, factory: before.factory });
      await after.cases.refresh();
      expect(after.view(id)).toMatchObject({ state: "received", movedAway: false });
      expect((await after.cases.sent(id))?.answers).toEqual({ "/name": "Amina" });
      expect(await after.cases.sendMessage({ id, text: "hello", language: "en", copies: [] })).toEqual({ ok: true });
      await after.send();
      expect(messages(after.view(id)).at(-1)).toMatchObject({ text: "hello", state: "received" });
      if (!hubActs) break;
      // For the second round the case must be with the first device again.
      const back = await slipOf(after, id);
      expect(await first.cases.claim({ text: back.text, as: "take-over" })).toEqual({ ok: true, id });
    }
  });

  test("[S8.5] a take-over whose case another device took meanwhile ends as moved", async () => {
    const first = await makePerson({ hub });
    const id = await first.finalise();
    await first.send();
    const { text } = await slipOf(first, id);
    const refusing = transportTo(hub, async (request, pass) => {
      if (request.path === "/api/v1/cases/rotate") throw new TypeError("lost");
      return pass();
    });
    const slow = await makePerson({ hub, transport: refusing.transport });
    await slow.cases.claim({ text, as: "take-over" });
    const quick = await makePerson({ hub });
    expect(await quick.cases.claim({ text, as: "take-over" })).toMatchObject({ ok: true });
    await slow.cases.refresh();
    expect(slow.view(id).movedAway).toBe(true);
  });

  test("[LOOP-12] a slip that is damaged, none, of a newer app, of practice elsewhere, or not sent yet is told as such", async () => {
    const person = await makePerson({ hub });
    const other = await makePerson({ hub });
    const id = await person.finalise();
    const { text } = await slipOf(person, id);
    const claim = async (slip: string) => {
      const outcome = await other.cases.claim({ text: slip, as: "open" });
      return outcome.ok ? "open" : outcome.problem;
    };
    expect(await claim("hello")).toBe("slip-not-a-slip");
    expect(await claim(`${text.slice(0, 20)}${text[20] === "A" ? "B" : "A"}${text.slice(21)}`)).toBe("slip-damaged");
    // It never reached the hub.
    expect(await claim(text)).toBe("not-found");
    other.certified.manifest = { ...other.certified.manifest, practice: false };
    expect(await claim(text)).toBe("slip-practice");
    expect(other.cases.cases.value).toEqual([]);
  });

  test("[LOOP-12] a hub that gives another case's envelope for a slip opens nothing", async () => {
    const person = await makePerson({ hub });
    const [one, two] = [await person.finalise(), await person.finalise()];
    await person.send();
    const bytes = await person.stores.outbox.envelopeBytes(two);
    const lying = transportTo(hub, async (request, pass) => {
      const answer = await pass();
      if (!request.path.endsWith("/cases/envelopes")) return answer;
      const body = new Uint8Array([
        ...new Uint8Array(new Uint32Array([bytes?.length ?? 0]).buffer).reverse(),
        ...(bytes ?? []),
      ]);
      return new Response(body, { headers: answer.headers });
    });
    const other = await makePerson({ hub, transport: lying.transport });
    const { text } = await slipOf(person, one);
    expect(await other.cases.claim({ text, as: "open" })).toEqual({ ok: false, problem: "not-found" });
    expect(other.cases.cases.value).toEqual([]);
  });

  test("[LOOP-12] a receipt is verified for whoever shows it, and compared with the submission here", async () => {
    const person = await makePerson({ hub });
    const id = await person.finalise();
    await person.send();
    const receipt = (await person.cases.receipt(id)) ?? "";
    expect(await person.cases.verifyReceipt(receipt)).toMatchObject({
      ok: true,
      proof: { id, number: person.view(id).number, standing: "received", fitsSubmissionHere: true },
    });
    const stranger = await makePerson({ hub });
    expect(await stranger.cases.verifyReceipt(receipt)).toMatchObject({ proof: { fitsSubmissionHere: null } });
    expect(await stranger.cases.verifyReceipt(`${receipt.slice(0, -4)}AAAA`)).toMatchObject({
      problem: "receipt-wrong",
    });
    stranger.certified.manifest = { ...stranger.certified.manifest, hubs: [] };
    expect(await stranger.cases.verifyReceipt(receipt)).toMatchObject({ problem: "not-found" });
  });
});
