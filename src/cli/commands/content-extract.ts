import type { Command } from "commander";
import { extractCatalogues } from "../../publish/content/extract-catalogues.ts";

/** Writes or updates the PO catalogues of places. */
export function registerContentExtract(content: Command): void {
  content
    .command("extract")
    .description("write or update the PO catalogues that translators fill in")
    .argument("<dir...>", "folders of places, for example content/eu")
    .action((dirs: string[]) => {
      for (const dir of dirs)
        for (const { file, texts, translated, stale, removed } of extractCatalogues(dir.replace(/\/+$/, "")))
          console.log(
            `${file}: ${texts} texts, ${translated} translated, ${stale} to be looked at again, ${removed} taken out`,
          );
    });
}
