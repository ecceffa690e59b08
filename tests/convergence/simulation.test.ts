import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type HubInAFolder, hubInAFolder } from "../hub/hub-in-a-folder.ts";
import { type PoolEntry, sealPool, simulate } from "./simulation.ts";

// Another run of seeds: PASSERELLE_SEED=1000 PASSERELLE_SEEDS=200
const first = Number(process.env.PASSERELLE_SEED ?? 1);
const count = Number(process.env.PASSERELLE_SEEDS ?? 24);

describe("two devices and a hub under seeded faults", () => {
  let hub: HubInAFolder;
  let pool: readonly PoolEntry[];
  beforeAll(async () => {
    hub = await hubInAFolder();
    pool = await sealPool(hub, 24);
  });
  afterAll(() => hub.close());

  test.each(Array.from({ length: count }, (_, index) => first + index))(
    "[S6.6][LOOP-9] seed %i: each submission is at the hub once or still on its device, whatever died when",
    async (seed) => {
      expect(await simulate({ seed, chain: hub.chain, pool })).toEqual([]);
    },
  );
});
