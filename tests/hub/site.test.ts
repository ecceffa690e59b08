import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type HubInAFolder, hubInAFolder } from "./hub-in-a-folder.ts";

let hub: HubInAFolder;
beforeAll(async () => {
  hub = await hubInAFolder();
  const html = join(hub.folder, "site/one/html/fr/eu/p");
  mkdirSync(html, { recursive: true });
  writeFileSync(join(html, "x.html"), "plain");
  writeFileSync(join(html, "x.html.br"), "brotli");
  writeFileSync(join(hub.folder, "site/one/site.json"), '{"styleHash":"sha256-x","languages":["en","fr","ar"]}');
});
afterAll(() => hub.close());

test("[LOOP-10] a page is served precompressed, asked for again, under the content security policy", async () => {
  const answer = await hub.ask("/fr/eu/p/x", { headers: { "accept-encoding": "gzip, br" } });
  expect([answer.status, await answer.text()]).toEqual([200, "brotli"]);
  expect(answer.headers.get("cache-control")).toBe("no-cache");
  expect(answer.headers.get("content-security-policy")).toContain("style-src 'self' 'sha256-x'");
  expect(answer.headers.get("content-security-policy")).toContain("trusted-types passerelle");
  expect(await (await hub.ask("/fr/eu/p/x", { headers: { "accept-encoding": "identity" } })).text()).toBe("plain");
});

test("[LOOP-10] the first address leads to a language that the browser asks for", async () => {
  const to = async (header: string) =>
    (await hub.ask("/", { headers: { "accept-language": header } })).headers.get("location");
  expect(await to("ar-SY,en;q=0.5")).toBe("/ar/");
  expect(await to("ti, fr;q=0.9, en;q=0.1")).toBe("/fr/");
  expect(await to("ti")).toBe("/en/");
});

test("[LOOP-10] screens of the device and the desk answer with the app's shell, in languages that are published", async () => {
  const answer = async (path: string) => {
    const { status, headers } = await hub.ask(path, { headers: { accept: "text/html" } });
    return [status, headers.get("cache-control")];
  };
  for (const screen of ["search", "mine", "settings", "claim", "receipt", "about"])
    expect(await answer(`/ar/${screen}`)).toEqual([200, "no-cache"]);
  expect(await answer("/desk")).toEqual([200, "no-cache"]);
  expect((await answer("/ti/mine"))[0]).toBe(404);
  expect((await answer("/ar/mine/more"))[0]).toBe(404);
});

test("[LOOP-6] the worker is asked for again at each look, files with their hash in the name never", async () => {
  writeFileSync(join(hub.folder, "app/sw.js"), "worker");
  mkdirSync(join(hub.folder, "app/assets"), { recursive: true });
  writeFileSync(join(hub.folder, "app/assets/main-x.js"), "script");
  expect((await hub.ask("/sw.js")).headers.get("cache-control")).toBe("no-cache");
  expect((await hub.ask("/assets/main-x.js")).headers.get("cache-control")).toContain("immutable");
});

test("[LOOP-10] an address without a page answers 404, and a path cannot leave the site", async () => {
  const status = async (path: string) => (await hub.ask(path, { headers: { accept: "text/html" } })).status;
  expect(await status("/fr/eu/p/nothing")).toBe(404);
  expect(await status("/..%2f..%2fhub.sqlite")).toBe(404);
  expect((await hub.ask("/packs/..%2f..%2f..%2fhub.sqlite")).status).toBe(404);
});

test("[LOOP-10] a page that the browser has from the same publication answers 304, from another one it comes whole", async () => {
  const first = await hub.ask("/fr/eu/p/x", { headers: { "accept-encoding": "br" } });
  const tag = first.headers.get("etag") ?? "";
  expect(tag).not.toBe("");
  const again = await hub.ask("/fr/eu/p/x", { headers: { "if-none-match": tag } });
  expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", tag]);
  const older = await hub.ask("/fr/eu/p/x", { headers: { "if-none-match": 'W/"before"' } });
  expect(older.status).toBe(200);
});
