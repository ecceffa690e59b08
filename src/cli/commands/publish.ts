import type { Command } from "commander";
import { formatFault } from "../../publish/content/fault.ts";
import { type PublishReport, publish } from "../../publish/publish.ts";
import { findContentFolders } from "../content-folders.ts";
import { loadSite } from "../load-site.ts";
import { publishFilesIn, readPublishKeys } from "../publish-keys.ts";

/** One line a place, then the pages. */
export function printReport(report: PublishReport): void {
  for (const { id, sequence, isNew } of report.places)
    console.log(`${id}: manifest ${sequence}${isNew ? "" : " (nothing changed)"}`);
  console.log(`${report.site.pages} pages in ${report.dir}`);
  for (const page of report.site.tooLarge.slice(0, 20)) console.log(`warning: imported page ${page}`);
  if (report.site.tooLarge.length > 20) console.log(`warning: and ${report.site.tooLarge.length - 20} more`);
}

type Options = {
  content: string[];
  keys: string;
  publisher?: string;
  publishers?: string;
  certified?: string;
  out: string;
  site: boolean;
};

/** `passerelle publish`: content -> signed packs and prerendered pages. */
export function registerPublishCommand(program: Command): void {
  program
    .command("publish")
    .description("sign the content and prerender its pages, on the publisher's machine or for practice")
    .option("--content <dir...>", "folders of places, or a folder that holds them", ["content"])
    .option("--keys <dir>", "folder with publisher.private.json, publishers.jws and certified.json", "data/keys")
    .option("--publisher <file>", "private file of the publisher, when it lies elsewhere")
    .option("--publishers <file>", "signed list of publishers, when it lies elsewhere")
    .option("--certified <file>", "certified keys, when they lie elsewhere")
    .option("--out <dir>", "publications; `current` in it leads to the newest", "data/site")
    .option("--no-site", "packs only, no pages")
    .action(async (options: Options) => {
      const { publisher, publishers, certified: certifiedFile } = options;
      const files = publishFilesIn(options.keys, {
        ...(publisher === undefined ? {} : { publisher }),
        ...(publishers === undefined ? {} : { publishers }),
        ...(certifiedFile === undefined ? {} : { certified: certifiedFile }),
      });
      const contentDirs = findContentFolders(options.content);
      const { keys, certified } = await readPublishKeys(files);
      const site = options.site ? { site: await loadSite() } : {};
      const report = await publish({ contentDirs, outDir: options.out, keys, certified, now: new Date(), ...site });
      for (const fault of report.warnings) console.log(formatFault(fault));
      printReport(report);
    });
}
