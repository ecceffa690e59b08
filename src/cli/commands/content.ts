import type { Command } from "commander";
import { registerContentCheck } from "./content-check.ts";
import { registerContentExtract } from "./content-extract.ts";
import { registerContentImport } from "./content-import.ts";

/** `passerelle content …`: what editors and translators use. */
export function registerContentCommand(program: Command): void {
  const content = program.command("content").description("check, translate and import content");
  registerContentCheck(content);
  registerContentExtract(content);
  registerContentImport(content);
}
