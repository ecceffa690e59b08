/** Every defence, in the order of its part. */
import type { Defence } from "./defence.ts";
import { deviceDefences } from "./lists/device-defences.ts";
import { hubDefences } from "./lists/hub-defences.ts";
import { packDefences } from "./lists/pack-defences.ts";
import { syncDefences } from "./lists/sync-defences.ts";

export const defences: readonly Defence[] = [...hubDefences, ...syncDefences, ...deviceDefences, ...packDefences];
