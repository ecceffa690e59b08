/** Small sealed submissions for a hub in a folder, as a short form without photos gives them. */
import { type SealedEnvelope, sealEnvelope } from "../../src/seal/envelope.ts";
import type { HubInAFolder } from "../hub/hub-in-a-folder.ts";
import { anyHash, makeCase } from "../seal/making.ts";

const answers = {
  "/person/given-name": "Amina",
  "/person/family-name": "Haddad",
  "/person/birth-date": "1991-04-17",
  "/home/street": "12 Example Street",
  "/home/since": "2026-11-03",
  "/home/people": "3",
};

/** Each has a case of its own, as on a device. */
export async function sealSubmissions(hub: HubInAFolder, count: number): Promise<readonly SealedEnvelope[]> {
  const sealed: SealedEnvelope[] = [];
  for (let number = 0; number < count; number++) {
    const owner = await makeCase();
    sealed.push(
      await sealEnvelope({
        header: {
          kind: "submission",
          place: "example-town",
          desk: "newcomers",
          form: "question",
          formVersion: anyHash,
          capabilityHash: owner.capabilityHash,
          case: null,
          practice: true,
        },
        payload: { answers, language: "en", number },
        parts: [],
        deskKeys: [hub.chain.desk],
        caseKey: owner.publicJwk,
      }),
    );
  }
  return sealed;
}
