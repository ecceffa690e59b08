import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { registerKeysCommand } from "../../src/cli/commands/keys.ts";
import { certifiedHubKey } from "../../src/cli/hub-key.ts";
import { readRoots } from "../../src/cli/key-store.ts";
import { publishFilesIn, readPublishKeys } from "../../src/cli/publish-keys.ts";
import type { DeskMessage } from "../../src/core/case.ts";
import { frameEnvelopes } from "../../src/core/envelope-batch.ts";
import { type Manifest, packPaths } from "../../src/core/pack.ts";
import {
  challengeAnswer,
  envelopesMediaType,
  headers,
  loginAnswer,
  newsAnswer,
  type PushResult,
  paths,
  pushAnswer,
} from "../../src/core/protocol.ts";
import { type RunningHub, startHub } from "../../src/hub/start-hub.ts";
import { publish } from "../../src/publish/publish.ts";
import { toBase64url } from "../../src/seal/bytes.ts";
import { canonicalBytes } from "../../src/seal/canonical-json.ts";
import { openDeskMessage, sealDeskMessage, signDeskMessage, verifyDeskMessage } from "../../src/seal/desk-message.ts";
import { openEnvelope, openPart } from "../../src/seal/envelope.ts";
import { readJws } from "../../src/seal/jws.ts";
import { signLogin } from "../../src/seal/login.ts";
import { type ManifestResult, type Roots, signManifest, verifyManifest } from "../../src/seal/manifest.ts";
import { verifyReceipt } from "../../src/seal/receipt.ts";
import { writeRealPlace } from "../publish/real-place.ts";
import { removeSamples } from "../publish/sample-place.ts";
import { makeCase, makeChain, makeEnvelope, makeRecipient, makeSigner } from "../seal/making.ts";

const place = "sample";
const desk = "help";
const protocol = { [headers.protocol]: "1" };

async function keysCommand(...args: string[]): Promise<void> {
  const program = new Command("passerelle").exitOverride();
  registerKeysCommand(program);
  await program.parseAsync(["keys", ...args], { from: "user" });
}

// Three machines: the publisher's, the hub's, the officer's. Nothing private leaves its own; requests and publications are copied.
describe("with keys that are no practice keys, certified apart from the hub", () => {
  const folder = mkdtempSync(join(tmpdir(), "passerelle-real-"));
  const publisherAt = (name: string) => join(folder, "publisher", name);
  const hubAt = (...names: string[]) => join(folder, "hub", ...names);
  let running: RunningHub | undefined;
  let roots: Roots;
  let served: Manifest;
  let servedJws: string;
  let officer: Awaited<ReturnType<typeof makeSigner>>;
  let deskKey: Awaited<ReturnType<typeof makeRecipient>>;

  const address = (): string => running?.address ?? "";
  const manifestOf = async () => (await (await fetch(address() + packPaths.manifest(place))).text()).trim();
  const asDevice = (jws: string, current?: { sequence: number; hash: string }): Promise<ManifestResult> =>
    verifyManifest({ jws, roots, place, now: new Date(), source: "network", allowPractice: false, current });
  const post = (path: string, body: unknown, extra: Record<string, string> = {}) =>
    fetch(address() + path, {
      method: "POST",
      headers: { ...protocol, "content-type": "application/json", ...extra },
      body: JSON.stringify(body),
    });
  async function push(bytes: Uint8Array): Promise<PushResult | undefined> {
    const answer = await fetch(address() + paths.envelopes, {
      method: "POST",
      headers: { ...protocol, "content-type": envelopesMediaType },
      body: frameEnvelopes([bytes]),
    });
    return pushAnswer(await answer.json()).results[0];
  }
  /** A submission of the published form, sealed to the keys of a manifest. */
  async function seal(manifest: Manifest) {
    const owner = await makeCase();
    const [formVersion = ""] = manifest.formVersions.question ?? [];
    const { sealed } = await makeEnvelope({
      header: {
        kind: "submission",
        place,
        desk,
        form: "question",
        formVersion,
        capabilityHash: owner.capabilityHash,
        case: null,
        practice: manifest.practice,
      },
      payload: { answers: { question: "Where do I register?" }, casePublicKey: { ...owner.publicJwk } },
      parts: [new Uint8Array(2_000).fill(7)],
      deskKeys: manifest.desks.find(({ id }) => id === desk)?.keys ?? [],
      caseKey: owner.publicJwk,
    });
    return { sealed, owner };
  }

  beforeAll(async () => {
    vi.spyOn(console, "log").mockImplementation(() => undefined);
    cpSync(writeRealPlace(), publisherAt(`content/${place}`), { recursive: true });
    await keysCommand("root", "--out", publisherAt("root-1.private.json"), "--roots", publisherAt("roots.json"));
    await keysCommand("root", "--out", publisherAt("root-2.private.json"), "--roots", publisherAt("roots.json"));
    const [root, list] = [publisherAt("root-1.private.json"), publisherAt("publishers.jws")];
    await keysCommand("publisher", "--root", root, "--out", publisherAt("publisher.private.json"), "--list", list);
    [officer, deskKey] = [await makeSigner(), await makeRecipient()];
    const wrap = await makeRecipient();
    const request = {
      v: 1,
      purpose: "desk",
      place,
      desk,
      jwk: deskKey.jwk,
      officer: { sign: officer.jwk, wrap: wrap.jwk },
    };
    writeFileSync(publisherAt("desk.request.json"), JSON.stringify(request));
    await keysCommand("certify", publisherAt("desk.request.json"), "--certified", publisherAt("certified.json"));
    roots = readRoots(publisherAt("roots.json"));
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await running?.stop();
    rmSync(folder, { recursive: true });
    removeSamples();
  });

  const publishAndCopy = async () => {
    const { keys, certified } = await readPublishKeys(publishFilesIn(join(folder, "publisher")));
    expect(keys.practice).toBe(false);
    const contentDirs = [publisherAt(`content/${place}`)];
    await publish({ contentDirs, outDir: publisherAt("site"), keys, certified, now: new Date() });
    rmSync(hubAt("site"), { recursive: true, force: true });
    cpSync(publisherAt("site"), hubAt("site"), { recursive: true, verbatimSymlinks: true });
  };
  const hubKey = () =>
    certifiedHubKey({ keysDir: hubAt("keys"), siteDir: hubAt("site"), origin: null, now: new Date() });

  test("[LOOP-2] a hub makes its key at its first start and serves only once a publication certifies it", async () => {
    await publishAndCopy();
    await expect(hubKey()).rejects.toMatchObject({
      message: expect.stringContaining("no publication certifies it yet"),
      cure: expect.stringContaining("keys certify"),
    });
    await expect(hubKey()).rejects.toMatchObject({ message: expect.stringContaining(`publication of ${place}`) });
    cpSync(hubAt("keys/hub.request.json"), publisherAt("hub.request.json"));
    await keysCommand("certify", publisherAt("hub.request.json"), "--certified", publisherAt("certified.json"));
    await publishAndCopy();
    running = await startHub({
      host: "127.0.0.1",
      port: 0,
      origin: null,
      dataDir: hubAt(),
      hubKeyFile: await hubKey(),
      siteDir: hubAt("site"),
      appDir: hubAt("app"),
      tls: null,
      trustProxy: false,
      practice: false,
    });
    for (const name of ["root-1.private.json", "publisher.private.json"])
      expect(() => readFileSync(hubAt("keys", name))).toThrow();
    servedJws = await manifestOf();
    const verified = await asDevice(servedJws);
    if (!verified.ok) throw new Error(verified.detail);
    served = verified.manifest;
    expect(served).toMatchObject({ practice: false, desks: [{ id: desk, keys: [{ kid: deskKey.kid }] }] });
  });

  test("[LOOP-2][P4][P6] a submission is sealed, received, read by the desk, and its reply is verified by the person", async () => {
    const { sealed, owner } = await seal(served);
    expect((await push(sealed.bytes))?.result).toBe("partsMissing");
    const [part = new Uint8Array()] = sealed.parts;
    await fetch(address() + paths.part(sealed.id, 0), {
      method: "PATCH",
      headers: { ...protocol, [headers.uploadOffset]: "0" },
      body: new Uint8Array(part),
    });
    const received = await push(sealed.bytes);
    if (received?.result !== "received") throw new Error(JSON.stringify(received));
    const { parts, form, practice } = sealed.header;
    const sent = { id: sealed.id, hash: sealed.hash, parts, place, desk, form, practice };
    expect(await verifyReceipt({ jws: received.receipt, hubs: served.hubs, sent })).toMatchObject({
      ok: true,
      standing: "received",
    });

    const { nonce } = challengeAnswer(await (await post(paths.deskChallenge, {})).json());
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const login = { v: 1, purpose: "login", origin: address(), desk, nonce, expiresAt } as const;
    const statement = await signLogin(login, officer.key);
    const { token } = loginAnswer(await (await post(paths.deskLogin, { v: 1, place, statement })).json());
    const bearer = { authorization: `Bearer ${token}` };
    const get = async (path: string) =>
      new Uint8Array(await (await fetch(address() + path, { headers: { ...protocol, ...bearer } })).arrayBuffer());
    const bytes = await get(paths.deskEnvelope(desk, sealed.id));
    const opened = await openEnvelope({ bytes, recipient: deskKey.recipient });
    expect(opened.payload).toMatchObject({ answers: { question: "Where do I register?" } });
    const photo = await openPart({ envelope: opened, index: 0, bytes: await get(paths.deskPart(desk, sealed.id, 0)) });
    expect(Buffer.from(photo).equals(Buffer.alloc(2_000, 7))).toBe(true);

    const message: DeskMessage = {
      v: 1,
      purpose: "desk-message",
      envelopeId: sealed.id,
      envelopeHash: sealed.hash,
      desk,
      number: 1,
      previous: null,
      status: "decided",
      phrases: ["answered"],
      text: null,
      textLanguage: null,
      sentAt: new Date().toISOString(),
    };
    const jws = await signDeskMessage(message, officer.key);
    const reply = await sealDeskMessage({
      jws,
      envelopeId: sealed.id,
      number: 1,
      caseKey: owner.publicJwk,
      deskKeys: [deskKey],
    });
    expect((await post(paths.deskMessages(desk, sealed.id), reply, bearer)).status).toBe(201);
    const asked = await post(paths.news, { v: 1, cases: [{ capability: owner.capability, afterNumber: 0 }] });
    const [news] = newsAnswer(await asked.json()).cases;
    if (news?.state !== "open" || !news.messages[0]) throw new Error(JSON.stringify(news));
    const read = await verifyDeskMessage({
      jws: await openDeskMessage({ sealed: news.messages[0], recipient: owner.recipient }),
      desks: served.desks,
      expected: { desk, envelopeId: sealed.id, envelopeHash: sealed.hash, number: 1, previous: null },
    });
    expect(read).toMatchObject({ ok: true, message: { status: "decided", phrases: ["answered"] } });
  });

  test("[LOOP-2][BAD-pack] a desk key that the hub swaps in the manifest that it serves is refused by a device", async () => {
    const file = hubAt("site/current/packs", place, "manifest.jws");
    const before = readFileSync(file);
    const verified = await asDevice(servedJws);
    if (!verified.ok) throw new Error(verified.detail);
    const current = { sequence: served.sequence, hash: verified.hash };
    const evil = await makeRecipient();
    const swapped: Manifest = {
      ...served,
      sequence: served.sequence + 1,
      previous: verified.hash,
      desks: served.desks.map((one) => ({ ...one, keys: [evil.certified] })),
    };
    // The hub can sign with its own key, with a publisher of its own making, or keep the signature that was there.
    const own = await makeChain();
    const hubSigner = { kid: served.hubs[0]?.keys[0]?.kid ?? "", privateKey: own.publisher.key.privateKey };
    const [head, , signature] = servedJws.split(".");
    const kept = `${head}.${toBase64url(canonicalBytes(swapped))}.${signature}`;
    const tries: readonly [string, string][] = [
      [kept, "signature-wrong"],
      [await signManifest(swapped, own.publisher.key), "publisher-unknown"],
      [await signManifest(swapped, hubSigner), "publisher-unknown"],
      [await signManifest({ ...swapped, publishers: await own.signList() }, own.publisher.key), "publisher-unknown"],
    ];
    for (const [jws, reason] of tries) {
      writeFileSync(file, `${jws}\n`);
      rmSync(`${file}.br`, { force: true });
      rmSync(`${file}.gz`, { force: true });
      const offered = await manifestOf();
      expect(readJws({ jws: offered, type: "manifest", parse: (value) => value })?.payload).toMatchObject({
        desks: [{ keys: [{ kid: evil.kid }] }],
      });
      expect(await asDevice(offered, current)).toMatchObject({ ok: false, reason });
      expect(await asDevice(offered)).toMatchObject({ ok: false, reason });
    }
    writeFileSync(file, before);
    expect(await asDevice(await manifestOf(), current)).toMatchObject({ ok: true });
  });

  test("[LOOP-2][S1.8] an envelope that is sealed to a key which no publisher certified is refused by the hub", async () => {
    const stranger = await makeRecipient();
    const swapped = { ...served, desks: served.desks.map((one) => ({ ...one, keys: [stranger.certified] })) };
    const { sealed } = await seal(swapped);
    expect(await push(sealed.bytes)).toEqual({ result: "refused", id: sealed.id, reason: "desk-key-unknown" });
  });

  test("[LOOP-2][S1.9] practice and real do not mix: neither an envelope nor a manifest", async () => {
    const { sealed } = await seal({ ...served, practice: true });
    expect(await push(sealed.bytes)).toEqual({ result: "refused", id: sealed.id, reason: "practice-mismatch" });
    const asPractice = await verifyManifest({
      jws: servedJws,
      roots: { ...roots, practice: true },
      place,
      now: new Date(),
      source: "network",
      allowPractice: true,
    });
    expect(asPractice.ok).toBe(false);
  });
});
