import { describe, expect, it } from "vitest";
import { createDeskKey, shareDeskKey, unwrapDeskKey } from "../../src/seal/desk-key.ts";
import { importPublicKey } from "../../src/seal/ec-keys.ts";
import { openEnvelope } from "../../src/seal/envelope.ts";
import { changePassphrase, createOfficerKeys, officerKeyFile, unlockOfficerKeys } from "../../src/seal/officer-keys.ts";
import { createPaperKey, readPaperKey } from "../../src/seal/paper-key.ts";
import { newKdf } from "../../src/seal/passphrase.ts";
import { makeEnvelope, makeRecipient } from "./making.ts";

const iterations = 1_000;
const createOfficer = () =>
  createOfficerKeys({ place: "example-town", desk: "newcomers", passphrase: "correct horse", iterations });

describe("[LOOP-11] officer keys", () => {
  it("open with the passphrase, non-extractable, from the recovery file's text", async () => {
    const made = await createOfficer();
    const file = officerKeyFile(JSON.parse(JSON.stringify(made)));
    const officer = await unlockOfficerKeys({ file, passphrase: "correct horse" });
    expect(officer.kid).toBe(file.kid);
    expect(officer.signing.privateKey.extractable).toBe(false);
    expect(officer.recipient.keyPair.privateKey.extractable).toBe(false);
  });

  it("do not open with another passphrase, or when a field was changed", async () => {
    const file = await createOfficer();
    await expect(unlockOfficerKeys({ file, passphrase: "Correct horse" })).rejects.toMatchObject({
      reason: "wrong-secret",
    });
    const changed = { ...file, desk: "police" };
    await expect(unlockOfficerKeys({ file: changed, passphrase: "correct horse" })).rejects.toMatchObject({
      reason: "wrong-secret",
    });
  });

  it("take a new passphrase and stay the same keys", async () => {
    const file = await createOfficer();
    const fresh = await changePassphrase({ file, current: "correct horse", passphrase: "new one", iterations });
    expect(fresh.kid).toBe(file.kid);
    await expect(unlockOfficerKeys({ file: fresh, passphrase: "new one" })).resolves.toBeDefined();
    await expect(unlockOfficerKeys({ file: fresh, passphrase: "correct horse" })).rejects.toThrow();
  });

  it("hold no private key in clear, and 600,000 rounds stand before it unless a test says otherwise", async () => {
    const file = await createOfficer();
    expect(JSON.stringify(file)).not.toContain('"d"');
    expect(newKdf()).toMatchObject({ name: "PBKDF2-SHA256", iterations: 600_000 });
  });
});

describe("[LOOP-11] desk keys", () => {
  it("a second holder and the paper key open what was sealed to the desk", async () => {
    const officer = await unlockOfficerKeys({ file: await createOfficer(), passphrase: "correct horse" });
    const officerFile = await createOfficer();
    const first = await unlockOfficerKeys({ file: officerFile, passphrase: "correct horse" });
    const { words, key: paper } = await createPaperKey();
    const desk = await createDeskKey([
      { kid: first.kid, jwk: officerFile.wrap },
      { kid: paper.recipient.kid, jwk: paper.jwk },
    ]);
    const [forFirst, forPaper] = desk.wrapped;
    if (!forFirst || !forPaper) throw new Error("two holders");
    const second = await makeRecipient();
    const forSecond = await shareDeskKey({ wrapped: forFirst, recipient: first.recipient, holder: second });
    const { sealed, job } = await makeEnvelope({ deskKeys: [desk] });
    const typed = await readPaperKey(words);
    if (!typed.ok) throw new Error(typed.reason);
    for (const [wrapped, recipient] of [
      [forFirst, first.recipient],
      [forSecond, second.recipient],
      [forPaper, typed.key.recipient],
    ] as const) {
      const deskKey = await unwrapDeskKey({ wrapped, recipient });
      expect(deskKey.keyPair.privateKey.extractable).toBe(false);
      const opened = await openEnvelope({ bytes: sealed.bytes, recipient: deskKey });
      expect(opened.payload).toEqual(job.payload);
    }
    await expect(unwrapDeskKey({ wrapped: forFirst, recipient: officer.recipient })).rejects.toMatchObject({
      reason: "not-for-this-key",
    });
    const posing = { ...officer.recipient, kid: first.kid };
    await expect(unwrapDeskKey({ wrapped: forFirst, recipient: posing })).rejects.toMatchObject({ reason: "damaged" });
    const swapped = { ...forFirst, deskKey: officer.kid };
    await expect(unwrapDeskKey({ wrapped: swapped, recipient: first.recipient })).rejects.toMatchObject({
      reason: "damaged",
    });
  });

  it("a point off the curve is no key", async () => {
    const jwk = { kty: "EC", crv: "P-256", x: "A".repeat(43), y: "A".repeat(43) } as const;
    await expect(importPublicKey({ jwk, use: "ECDH" })).rejects.toMatchObject({ reason: "key-unusable" });
  });
});

describe("[LOOP-11] the paper key", () => {
  it("is read back however it is typed", async () => {
    const { words, key } = await createPaperKey();
    expect(words).toMatch(/^([0-9A-HJKMNP-TV-Z]{5} ){7}[0-9A-HJKMNP-TV-Z]{5}$/);
    const typed = words.toLowerCase().replaceAll(" ", "-\n").replaceAll("0", "o").replaceAll("1", "l");
    expect(await readPaperKey(typed)).toMatchObject({ ok: true, key: { jwk: key.jwk } });
  });

  it("names the word with a wrong character, and words in the wrong order", async () => {
    const { words } = await createPaperKey();
    const list = words.split(" ");
    for (const [index, word] of list.entries())
      for (let at = 0; at < word.length; at++) {
        const wrong = word.slice(0, at) + (word[at] === "7" ? "8" : "7") + word.slice(at + 1);
        const typed = list.map((other, place) => (place === index ? wrong : other)).join(" ");
        expect(await readPaperKey(typed)).toEqual({ ok: false, reason: "wrong-word", word: index + 1 });
      }
    expect(await readPaperKey([...list.slice(1), ...list.slice(0, 1)].join(" "))).toMatchObject({
      reason: "wrong-word",
    });
    expect(await readPaperKey(list.slice(1).join(" "))).toEqual({ ok: false, reason: "wrong-length" });
  });
});
