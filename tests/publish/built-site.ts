/** The real app and page renderer, built once for all suites with practice roots that stay between runs. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { buildApp } from "../../src/cli/build-app.ts";
import { ensurePracticeKeys } from "../../src/cli/key-store.ts";
import { loadSite } from "../../src/cli/load-site.ts";
import { publishFilesIn, readPublishKeys } from "../../src/cli/publish-keys.ts";
import { lockFolder } from "../../src/hub/folder-lock.ts";
import { type PublishReport, publish } from "../../src/publish/publish.ts";

const root = join(import.meta.dirname, "../..");
/** The browser tests use the same keys, so that nothing is built twice. */
export const suiteKeysDir = join(root, ".build/e2e/hub/keys");

/** Waits until no other test process builds. */
async function lockBuild(): Promise<() => void> {
  for (;;)
    try {
      return lockFolder(join(root, ".build/building"));
    } catch (error) {
      if (!(error instanceof Error && error.name === "FolderInUse")) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
}

/** Builds the app unless it is built, and does `work` before anyone else can build another one. */
export async function buildOnce<T>(work?: () => Promise<T>): Promise<T | undefined> {
  mkdirSync(suiteKeysDir, { recursive: true });
  const unlock = await lockBuild();
  try {
    const { roots } = await ensurePracticeKeys(suiteKeysDir, new Date());
    await buildApp({ rootsFile: roots });
    return await work?.();
  } finally {
    unlock();
  }
}

/** Publishes places as `start` does, the pages by the real renderer. */
export async function publishForTests(of: {
  contentDirs: readonly string[];
  outDir: string;
  now: Date;
}): Promise<PublishReport> {
  const report = await buildOnce(async () => {
    const site = await loadSite();
    const { keys, certified } = await readPublishKeys(publishFilesIn(suiteKeysDir));
    return publish({ ...of, keys, certified, site });
  });
  if (!report) throw new Error("nothing was published");
  return report;
}
