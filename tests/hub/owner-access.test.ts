import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cutEnvelopes } from "../../src/core/envelope-batch.ts";
import { envelopesMediaType, paths } from "../../src/core/protocol.ts";
import { newCapability } from "../../src/seal/case-keys.ts";
import { anyHash } from "../seal/making.ts";
import { type HubInAFolder, hubInAFolder } from "./hub-in-a-folder.ts";

describe.each([{ inMemory: false }, { inMemory: true }])(
  "a case's owner asks the hub (in memory: $inMemory)",
  ({ inMemory }) => {
    let hub: HubInAFolder;
    beforeAll(async () => {
      hub = await hubInAFolder({ inMemory });
    });
    afterAll(() => hub.close());

    const envelopesOf = (capability: string) => hub.post(paths.caseEnvelopes, { v: 1, capability });
    const partOf = (capability: string, id: string, index: number) =>
      hub.post(paths.casePart, { v: 1, capability, id, index });
    const read = async (answer: Response) => {
      const cut = cutEnvelopes(new Uint8Array(await answer.arrayBuffer()), 64);
      if (!cut.ok) throw new Error(`no envelope at byte ${cut.at}`);
      return cut.envelopes;
    };
    const messageFor = (id: string, capabilityHash: string, parts: Uint8Array<ArrayBuffer>[] = []) =>
      hub.submission({
        parts,
        header: {
          kind: "message",
          place: "example-town",
          desk: "newcomers",
          form: "question",
          formVersion: anyHash,
          capabilityHash,
          case: id,
          practice: true,
        },
      });

    test("[S8.8][LOOP-12] the submission comes first and then what was sent later, byte for byte", async () => {
      const { bytes, id, owner } = await hub.submission();
      await hub.push(bytes, (await hub.submission()).bytes);
      const later = [await messageFor(id, owner.capabilityHash), await messageFor(id, owner.capabilityHash)];
      await hub.push(...later.map((message) => message.bytes));
      const answer = await envelopesOf(owner.capability);
      expect([answer.status, answer.headers.get("content-type")]).toEqual([200, envelopesMediaType]);
      const [first, ...others] = await read(answer);
      expect(Buffer.from(first ?? []).equals(bytes)).toBe(true);
      const hex = (all: readonly Uint8Array[]) => all.map((one) => Buffer.from(one).toString("hex")).sort();
      expect(hex(others)).toEqual(hex(later.map((message) => message.bytes)));
    });

    test("[LOOP-12] a part of the submission or of a message comes once it is whole", async () => {
      const { bytes, id, parts, owner } = await hub.submission({ parts: [new Uint8Array(5_000).fill(4)] });
      const [part = new Uint8Array()] = parts;
      await hub.push(bytes);
      await hub.uploadPart(id, 0, 0, part.subarray(0, 1_000));
      const early = await partOf(owner.capability, id, 0);
      expect([early.status, await early.json()]).toMatchObject([404, { reason: "part-unknown", place: "index" }]);
      await hub.uploadPart(id, 0, 1_000, part.subarray(1_000));
      const whole = await partOf(owner.capability, id, 0);
      expect(Buffer.from(await whole.arrayBuffer()).equals(part)).toBe(true);
      const message = await messageFor(id, owner.capabilityHash, [new Uint8Array([1, 2, 3])]);
      await hub.push(message.bytes);
      await hub.uploadPart(message.id, 0, 0, message.parts[0] ?? new Uint8Array());
      expect((await partOf(owner.capability, message.id, 0)).status).toBe(200);
      expect((await partOf(owner.capability, id, 1)).status).toBe(404);
    });

    test("[S8.8][LOOP-12] reading an own case does not mark it as downloaded by the desk", async () => {
      const { bytes, owner } = await hub.submission();
      await hub.push(bytes);
      await envelopesOf(owner.capability);
      expect(await hub.news(owner.capability)).toMatchObject({ state: "open", downloaded: false });
    });

    test("[S8.5] a capability that moved, was withdrawn or is a guess opens no envelope and no part", async () => {
      const moved = await hub.submission({ parts: [new Uint8Array([1])] });
      await hub.push(moved.bytes);
      await hub.uploadPart(moved.id, 0, 0, moved.parts[0] ?? new Uint8Array());
      const fresh = await newCapability();
      await hub.post(paths.rotate, {
        v: 1,
        capability: moved.owner.capability,
        newCapabilityHash: fresh.capabilityHash,
      });
      const gone = await hub.submission({ parts: [new Uint8Array([1])] });
      await hub.push(gone.bytes);
      await hub.post(paths.withdraw, { v: 1, capability: gone.owner.capability, id: gone.id });
      for (const capability of [moved.owner.capability, gone.owner.capability, anyHash])
        for (const answer of [await envelopesOf(capability), await partOf(capability, moved.id, 0)])
          expect([answer.status, await answer.json()]).toMatchObject([
            404,
            { reason: "case-unknown", place: "capability" },
          ]);
      expect(await read(await envelopesOf(fresh.capability))).toHaveLength(1);
      expect((await partOf(fresh.capability, moved.id, 0)).status).toBe(200);
    });

    test("[LOOP-10] one case's capability opens no part of another case", async () => {
      const [mine, other] = [await hub.submission(), await hub.submission({ parts: [new Uint8Array([1])] })];
      await hub.push(mine.bytes, other.bytes);
      await hub.uploadPart(other.id, 0, 0, other.parts[0] ?? new Uint8Array());
      expect((await partOf(mine.owner.capability, other.id, 0)).status).toBe(404);
    });

    test("[LOOP-10] a malformed request for a case is refused with its place", async () => {
      for (const [path, body, place] of [
        [paths.caseEnvelopes, { v: 1 }, "capability"],
        [paths.caseEnvelopes, { v: 2, capability: anyHash }, "v"],
        [paths.casePart, { v: 1, capability: anyHash, id: "x", index: 0 }, "id"],
        [paths.casePart, { v: 1, capability: anyHash, id: anyHash.slice(0, 22), index: 99 }, "index"],
      ] as const) {
        const answer = await hub.post(path, body);
        expect([answer.status, await answer.json()]).toMatchObject([400, { reason: "malformed", place }]);
      }
    });
  },
);
