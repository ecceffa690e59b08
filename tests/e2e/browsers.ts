/** Finds the browsers that the end-to-end tests drive; what is missing is skipped by name. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import sparticuz from "@sparticuz/chromium";

export type FoundBrowser = { readonly executablePath: string; readonly from: "installed" | "apt" | "npm" };

/** Flags for Chromium as root on a machine without network and graphics. */
export const chromiumFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const installed = (): string | undefined =>
  ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));

/** Chromium 109, the oldest that is supported; its binary is inside the npm package. It has no Background Sync. */
export const oldestChromium = async (): Promise<FoundBrowser> => ({
  executablePath: await sparticuz.executablePath(),
  from: "npm",
});

/** The installed Chromium, else Debian's installed by apt as root, else the one from npm. */
export async function findChromium(): Promise<FoundBrowser> {
  const found = installed();
  if (found) return { executablePath: found, from: "installed" };
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    spawnSync("apt-get", ["update"], { stdio: "inherit" });
    spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "chromium", "fonts-noto-core"], {
      stdio: "inherit",
    });
    const fresh = installed();
    if (fresh) return { executablePath: fresh, from: "apt" };
  }
  return oldestChromium();
}
