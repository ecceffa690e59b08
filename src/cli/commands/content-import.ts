import type { Command } from "commander";
import { type ImportReport, importIntegreat } from "../../publish/integreat/import-integreat.ts";

function print(report: ImportReport): void {
  for (const { language, file, pagesIn, pagesOut, folders, leftOut } of report.languages) {
    console.log(
      `${language}: ${pagesIn} pages in, ${pagesOut} out (${folders} only group others), ${leftOut.length} left out`,
    );
    for (const { path, why } of leftOut) console.log(`  ${file}: ${path}: left out, ${why}`);
  }
  for (const [what, count] of Object.entries(report.counts).sort(([a], [b]) => (a < b ? -1 : 1)))
    console.log(`${count} ${what}`);
}

/** `passerelle content import …`: turns other systems' content into ours. */
export function registerContentImport(content: Command): void {
  const command = content.command("import").description("turn the content of another system into a place");
  command
    .command("integreat")
    .description(
      "responses of the Integreat CMS API v3 `pages` endpoint, one file a language, the source language first",
    )
    .argument("<pages.json...>", "the responses, unchanged")
    .requiredOption("--place <id>", "id of the new place")
    .requiredOption("--out <dir>", "folder to write, named like the place; an earlier import in it is replaced")
    .option("--title <title>", "title of the place in the source language")
    .option("--licence <licence>", "licence of the source", "CC-BY-4.0")
    .action((files: string[], options: { place: string; out: string; title?: string; licence: string }) => {
      print(importIntegreat({ files, ...options }));
      console.log(`Written to ${options.out}. Next: passerelle content check ${options.out}`);
    });
}
