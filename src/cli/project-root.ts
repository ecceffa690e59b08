import { join } from "node:path";

/** Folder of the project: sources, dist/ and content/ lie in it. */
export const projectRoot = join(import.meta.dirname, "..", "..");
export const inProject = (...names: readonly string[]): string => join(projectRoot, ...names);
