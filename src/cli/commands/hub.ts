import type { Command } from "commander";

/** `passerelle hub backup|restore`. */
export function registerHubCommand(program: Command): void {
  const hub = program.command("hub").description("back up and restore what a hub holds");
  hub
    .command("backup")
    .description("write a consistent copy of the database while the hub runs")
    .argument("<file>", "new file of the backup")
    .option("--data <dir>", "data folder of the hub", "data")
    .action(async (file: string, { data }: { data: string }) => {
      // Loaded when needed, for a quick `--help`.
      const { backupHub } = await import("../../hub/backup.ts");
      await backupHub({ dataDir: data, file });
      console.log(`Backup written to ${file}. Keep it apart from this machine.`);
    });
  hub
    .command("restore")
    .description("put a backup in place of the data folder of a stopped hub; its epoch changes")
    .argument("<file>", "file that `hub backup` wrote")
    .option("--data <dir>", "data folder of the hub", "data")
    .action(async (file: string, { data }: { data: string }) => {
      const { restoreHub } = await import("../../hub/backup.ts");
      const { notes } = await restoreHub({ dataDir: data, file });
      for (const note of notes) console.log(note);
      console.log(`Restored into ${data}. Devices offer again what they sent since the backup.`);
    });
}
