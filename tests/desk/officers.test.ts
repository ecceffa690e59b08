import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { paths } from "../../src/core/protocol.ts";
import {
  checkPaper,
  enrolOfficer,
  findLackingColleagues,
  makeDeskKey,
  recoverFromPaper,
  wrapForColleague,
} from "../../src/desk/desk-keys.ts";
import { certifiedDeskOf, readDeskPlace } from "../../src/desk/desk-place.ts";
import { type DeskAtWork, isCertified, readDeskKeys, signIn, unlock } from "../../src/desk/desk-session.ts";
import { readRecoveryFile, recordOfRecoveryFile } from "../../src/desk/officer-record.ts";
import { signLogin } from "../../src/seal/login.ts";
import { origin } from "../hub/hub-in-a-folder.ts";
import { type DeskInAFolder, deskInAFolder, expectValue, faultOf, passphrase } from "./desk-in-a-folder.ts";

describe("officers and their keys", () => {
  let desk: DeskInAFolder;
  let first: Awaited<ReturnType<DeskInAFolder["enrol"]>>;
  let work: DeskAtWork;
  beforeAll(async () => {
    desk = await deskInAFolder();
    first = await desk.enrol();
    await desk.certifyRecord(first.record);
    const { store } = desk.browser();
    work = expectValue(await desk.work(first.record, store));
  });
  afterAll(() => desk.close());

  test("[LOOP-11] the first officer makes the desk key, and the hub gets it only wrapped, after certification", async () => {
    const place = await desk.readPlace();
    expect(first.record.request.purpose).toBe("desk");
    expect(isCertified({ record: first.record, place, now: desk.now() })).toBe(true);
    expect(first.record.waiting.map((one) => one.for)).toEqual([first.record.kid, first.paper?.kid]);
    expect(work.record.waiting).toEqual([]);
    expect(work.wrapped).toHaveLength(2);
    expect(work.deskKeys.map(({ kid }) => kid)).toEqual(
      certifiedDeskOf(place, "newcomers")?.keys.map(({ kid }) => kid),
    );
  });

  test("[LOOP-11] before certification an officer cannot sign in, and the keys keep waiting", async () => {
    const { record } = await desk.enrol();
    const { store } = desk.browser();
    expect(isCertified({ record, place: await desk.readPlace(), now: desk.now() })).toBe(false);
    expect(faultOf(await desk.work(record, store))).toEqual({ kind: "refused", reason: "login-officer-unknown" });
  });

  test("[LOOP-11] a second officer gets the desk key from the first, for the key that the manifest certifies", async () => {
    const second = await desk.enrol();
    expect(second).toMatchObject({ paper: null, record: { request: { purpose: "officer" }, waiting: [] } });
    await desk.certifyRecord(second.record);
    const { store } = desk.browser();
    const before = expectValue(await desk.work(second.record, store));
    expect(before.deskKeys).toEqual([]);

    const certified = certifiedDeskOf(await desk.readPlace(), "newcomers");
    if (!certified) throw new Error("no desk");
    const look = {
      desk: certified,
      wrapped: work.wrapped,
      deskKeys: work.deskKeys,
      own: work.officer.kid,
      now: desk.now(),
    };
    const lacking = findLackingColleagues(look);
    expect(lacking.map(({ officer }) => officer.kid)).toEqual([second.record.kid]);
    for (const colleague of lacking) {
      const keys = await wrapForColleague({ colleague, wrapped: work.wrapped, officer: work.officer });
      expectValue(await desk.deskHub.putWrappedKeys(work.session, keys));
    }
    const after = expectValue(
      await readDeskKeys({ hub: desk.deskHub, session: before.session, officer: before.officer }),
    );
    expect(after.deskKeys.map(({ kid }) => kid)).toEqual(work.deskKeys.map(({ kid }) => kid));
    expect(findLackingColleagues({ ...look, wrapped: after.wrapped })).toEqual([]);
  });

  test("[LOOP-11] the words on paper open the desk key for an officer whom nobody shared it with", async () => {
    const lonely = await desk.enrol();
    await desk.certifyRecord(lonely.record);
    const { store } = desk.browser();
    const before = expectValue(await desk.work(lonely.record, store));
    const { file } = lonely.record;
    const words = first.paper?.words ?? "";
    const recover = (typed: string) => recoverFromPaper({ typed, wrapped: before.wrapped, file });
    expect(await recover(words.slice(0, -1))).toEqual({ ok: false, reason: "wrong-length" });
    expect(await recover(`${words.slice(0, 4)}${words[4] === "0" ? "1" : "0"}${words.slice(5)}`)).toEqual({
      ok: false,
      reason: "wrong-word",
      word: 1,
    });
    const other = await makeDeskKey({ file, colleagues: [] });
    expect(await recover(other.paper.words)).toEqual({ ok: false, reason: "opens-nothing" });
    const recovered = await recover(words.toLowerCase());
    if (!recovered.ok) throw new Error(recovered.reason);
    expectValue(await desk.deskHub.putWrappedKeys(before.session, recovered.wrapped));
    const after = expectValue(
      await readDeskKeys({ hub: desk.deskHub, session: before.session, officer: before.officer }),
    );
    expect(after.deskKeys).toHaveLength(1);
  });

  test("[LOOP-11] words that were written down wrongly are noticed before the desk relies on them", async () => {
    const kid = first.paper?.kid ?? "";
    expect(await checkPaper({ typed: first.paper?.words ?? "", kid })).toMatchObject({ ok: true });
    const { paper } = await makeDeskKey({ file: first.record.file, colleagues: [] });
    expect(await checkPaper({ typed: paper.words, kid })).toEqual({ ok: false, reason: "other-words" });
  });

  test("[LOOP-11] the recovery file opens in another browser, under the passphrase only", async () => {
    const file = readRecoveryFile(JSON.stringify(first.record.file));
    if (!file) throw new Error("not read");
    const record = recordOfRecoveryFile(file);
    expect(await unlock({ record, passphrase: "another passphrase" })).toBeNull();
    const again = expectValue(await desk.work(record, desk.browser().store));
    expect(again.deskKeys).toHaveLength(1);
    expect(readRecoveryFile('{"v":1}')).toBeNull();
    expect(readRecoveryFile("not json")).toBeNull();
  });

  test("[BAD-login] a login that is replayed or signed for another address opens nothing", async () => {
    const officer = await unlock({ record: first.record, passphrase });
    if (!officer) throw new Error("locked");
    const relayed = await signIn({
      hub: desk.deskHub,
      officer,
      place: "example-town",
      desk: "newcomers",
      origin: "https://relay.example",
    });
    expect(faultOf(relayed)).toEqual({ kind: "refused", reason: "login-origin-other" });
    const { nonce, expiresAt } = expectValue(await desk.deskHub.challenge());
    const statement = await signLogin(
      { v: 1, purpose: "login", origin, desk: "newcomers", nonce, expiresAt },
      officer.signing,
    );
    expectValue(await desk.deskHub.login({ place: "example-town", statement }));
    expect(faultOf(await desk.deskHub.login({ place: "example-town", statement }))).toEqual({
      kind: "refused",
      reason: "login-nonce-used",
    });
  });

  test("[LOOP-11] a session that ended says so, and signing in again goes on", async () => {
    const again = expectValue(await desk.work(work.record, desk.browser().store));
    const before = desk.hub.clock.now;
    desk.hub.clock.now = new Date(before.getTime() + 9 * 3_600_000);
    expect(faultOf(await desk.deskHub.inbox(again.session))).toEqual({ kind: "session-expired" });
    desk.hub.clock.now = before;
    expectValue(await desk.deskHub.inbox(expectValue(await desk.work(work.record, desk.browser().store)).session));
    await desk.deskHub.logout(again.session);
    expect(faultOf(await desk.deskHub.inbox(again.session))).toEqual({ kind: "session-expired" });
  });

  test("[LOOP-11] wraps of a desk key that nobody certified are refused and change nothing", async () => {
    const invented = await makeDeskKey({ file: work.record.file, colleagues: [] });
    expect(faultOf(await desk.deskHub.putWrappedKeys(work.session, invented.wrapped))).toEqual({
      kind: "refused",
      reason: "desk-key-unknown",
    });
    const held = expectValue(await desk.deskHub.wrappedKeys(work.session)).map(({ deskKey }) => deskKey);
    expect(held).not.toContain(invented.wrapped[0]?.deskKey);
  });

  test("[LOOP-11] an older manifest than the officer saw is refused", async () => {
    const place = await desk.readPlace();
    const current = { ...place.current, sequence: place.current.sequence + 1 };
    const read = await readDeskPlace({
      transport: desk.transport,
      roots: desk.hub.chain.roots,
      place: "example-town",
      now: desk.now(),
      current,
    });
    expect(faultOf(read)).toEqual({ kind: "pack-refused", reason: "sequence-too-low" });
  });

  test("[LOOP-11] a retired officer's session ends at once, a new login is refused, and a new desk key leaves that officer out", async () => {
    const leaving = await desk.enrol();
    await desk.certifyRecord(leaving.record);
    const gone = expectValue(await desk.work(leaving.record, desk.browser().store));
    await desk.retire(leaving.record.kid);
    expect(faultOf(await desk.deskHub.inbox(gone.session))).toEqual({
      kind: "refused",
      reason: "officer-not-certified",
    });
    expect(faultOf(await desk.work(leaving.record, desk.browser().store))).toEqual({
      kind: "refused",
      reason: "login-officer-unknown",
    });

    const certified = certifiedDeskOf(await desk.readPlace(), "newcomers");
    const valid = certified?.officers.filter(({ kid }) => kid !== leaving.record.kid) ?? [];
    const made = await makeDeskKey({ file: work.record.file, colleagues: valid });
    const record = { ...work.record, request: made.request, waiting: made.wrapped };
    await desk.certifyRecord(record);
    const renewed = expectValue(await desk.work(record, desk.browser().store));
    expect(renewed.deskKeys).toHaveLength(2);
    const holders = renewed.wrapped.filter(({ deskKey }) => deskKey === made.wrapped[0]?.deskKey).map((one) => one.for);
    expect(holders).not.toContain(leaving.record.kid);
    expect(holders).toContain(valid[1]?.kid);
  });

  test("[LOOP-11] keys made for a desk that is not certified yet wait through a login", async () => {
    const early = await enrolOfficer({
      place: "example-town",
      desk: "newcomers",
      passphrase,
      makesDeskKey: true,
      iterations: 1_000,
    });
    const { request, file } = early.record;
    const asOfficer = { ...early.record, request: recordOfRecoveryFile(file).request };
    await desk.certifyRecord(asOfficer);
    const { store, records } = desk.browser();
    const started = expectValue(await desk.work(early.record, store));
    expect(started.record.waiting).toHaveLength(2);
    await desk.certifyRecord({ ...early.record, request });
    expectValue(await desk.work(started.record, store));
    expect(records.get(early.record.kid)?.waiting).toEqual([]);
  });

  test("[LOOP-10] what is read needs the token in its header, never in an address", () => {
    expect(paths.deskInbox("newcomers")).not.toContain(work.session.token);
    expect(desk.hub.lines.join("\n")).not.toContain(work.session.token);
  });
});
