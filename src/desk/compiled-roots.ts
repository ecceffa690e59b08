/** The roots that this app was built with (vite.config.ts). */
import { rootsFile } from "../seal/key-file.ts";
import type { Roots } from "../seal/manifest.ts";

declare const __ROOTS__: unknown;

export const compiledRoots = (): Roots => rootsFile(__ROOTS__, "roots");
