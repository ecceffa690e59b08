/** A browser profile on which the example town is ready to work offline. */
import { openUntilReady } from "../e2e/offline-steps.ts";
import { benchFolder } from "./bench-folder.ts";
import { inChromium } from "./chromium-profile.ts";

/** A page with one word, which our worker answers as it answers a kept file of the app. */
export const emptyPath = "/assets/empty.html";
const emptyPage = "<!doctype html><title>Empty</title><main><h1>Empty</h1></main>";
export const procedurePath = "/en/example-town/p/register-address";

/** Opens the place until it is ready and puts the empty page beside the kept files of the app. @returns the profile's folder */
export async function makeReadyProfile(origin: string): Promise<string> {
  const profile = benchFolder("profile");
  await inChromium(profile, async ({ page }) => {
    await openUntilReady(page, { address: `${origin}/en/example-town/`, language: "en" });
    await page.evaluate(
      async ({ path, html }) => {
        const cache = await caches.open("passerelle-on-demand");
        await cache.put(path, new Response(html, { headers: { "content-type": "text/html" } }));
      },
      { path: emptyPath, html: emptyPage },
    );
  });
  return profile;
}
