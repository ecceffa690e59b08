/** WebKitGTK through WebKitWebDriver under a virtual display: plain calls of the W3C WebDriver protocol. It keeps no profile. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { finderSource, nameTest, retryWhenRedrawn, shown, type Wanted, waitFor } from "./find-in-page.ts";
import { freePort } from "./free-port.ts";
import { killTree } from "./process-tree.ts";
import { actionTimeoutMs, type Driver, type Name, type OpenBrowser, type Tab } from "./tab.ts";

const programs = ["/usr/bin/WebKitWebDriver", "/usr/bin/xvfb-run", "/usr/bin/dbus-run-session"];
/** The first program that is missing, or null when WebKitGTK can be driven. */
export const missingForWebkit = (): string | null => programs.find((path) => !existsSync(path)) ?? null;

/** Key of an element's reference (W3C WebDriver, "web element identifier"). */
const elementKey = "element-6066-11e4-a52e-4f735466cecf";
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Longer than a page may take to load. */
const longestCallMs = 40_000;
/** A browser that did not come up by then never does. */
const startMs = 15_000;
const mostStarts = 5;
type Call = (method: "GET" | "POST" | "DELETE", path: string, body?: unknown) => Promise<unknown>;

const caller =
  (base: string, timeoutMs: number): Call =>
  async (method, path, body) => {
    const answer = await fetch(base + path, {
      method,
      // Under load a call now and then is never answered.
      signal: AbortSignal.timeout(timeoutMs),
      ...(method === "POST" ? { body: JSON.stringify(body ?? {}) } : {}),
    });
    const content: unknown = await answer.json();
    const value = isRecord(content) ? content.value : undefined;
    if (!answer.ok) throw new Error(`WebDriver ${path}: ${JSON.stringify(value)}`);
    return value;
  };

function webkitTab(call: Call): Tab {
  const run = (script: string, ...args: readonly unknown[]) => call("POST", "/execute/sync", { script, args });
  const findOnce = async (wanted: Wanted): Promise<string | null> => {
    const found = await run(finderSource(wanted));
    const id = isRecord(found) ? found[elementKey] : null;
    return typeof id === "string" ? id : null;
  };
  const find = (role: Wanted["role"], name: Name): Promise<string> =>
    waitFor(() => findOnce({ role, name: nameTest(name) }), shown(role, name), actionTimeoutMs);
  const reference = (id: string) => ({ [elementKey]: id });
  const text = async (): Promise<string> => String(await run("return document.body.innerText"));
  const click = (role: Wanted["role"], name: Name): Promise<void> =>
    retryWhenRedrawn(async () => {
      const id = await find(role, name);
      await run("arguments[0].scrollIntoView({ block: 'center' })", reference(id));
      await call("POST", `/element/${id}/click`);
    });
  return {
    goto: async (address) => {
      await call("POST", "/url", { url: address });
    },
    reload: async () => {
      await call("POST", "/refresh");
    },
    address: async () => String(await call("GET", "/url")),
    click: ({ role, name }) => click(role, name),
    fill: async (label, value) => {
      const id = await find("field", label);
      const kind = String(await run("return arguments[0].type", reference(id)));
      if (kind === "date" || kind.startsWith("select")) {
        await run(
          "arguments[0].value = arguments[1]; for (const type of ['input', 'change']) arguments[0].dispatchEvent(new Event(type, { bubbles: true }))",
          reference(id),
          value,
        );
        return;
      }
      await call("POST", `/element/${id}/clear`);
      await call("POST", `/element/${id}/value`, { text: value });
    },
    choose: async (label) => {
      const id = await find("choice", label);
      if ((await run("return arguments[0].checked", reference(id))) !== true) await click("choice", label);
    },
    upload: async (label, file) => {
      await call("POST", `/element/${await find("file", label)}/value`, { text: file });
    },
    value: async (label) => String(await run("return arguments[0].value", reference(await find("field", label)))),
    see: async (wanted, options) => {
      const { source, flags } = nameTest(wanted);
      const pattern = new RegExp(source, flags);
      const timeoutMs = options?.timeoutMs ?? actionTimeoutMs;
      const what = shown("text", wanted);
      const look = async () => (pattern.test(await text()) ? true : null);
      // A page under WebKitGTK stays blank or waits now and then; the cause is not known, and the app may be at fault. So this reloads once.
      await waitFor(look, what, timeoutMs / 2).catch(async () => {
        await call("POST", "/refresh");
        await waitFor(look, what, timeoutMs / 2 + actionTimeoutMs);
      });
    },
    isThere: async ({ role, name }) => (await findOnce({ role, name: nameTest(name) })) !== null,
    text,
    evaluate: (expression) => run(`return (${expression})`),
    screenshot: async (file) => {
      writeFileSync(file, Buffer.from(String(await call("GET", "/screenshot")), "base64"));
    },
  };
}

/** The driver under a display and a bus of its own, and a session of it. @throws when it does not answer in time */
async function startSession({
  profile,
  language,
}: {
  profile: string;
  language: string;
}): Promise<{ call: Call; pid: number }> {
  const port = await freePort();
  const log = openSync(join(profile, "webdriver.log"), "a");
  const child = spawn(
    "dbus-run-session",
    ["--", "xvfb-run", "-a", "WebKitWebDriver", `--port=${port}`, "--host=127.0.0.1"],
    {
      detached: true,
      stdio: ["ignore", log, log],
      env: {
        ...process.env,
        HOME: profile,
        LANGUAGE: language,
        LIBGL_ALWAYS_SOFTWARE: "1",
        WEBKIT_DISABLE_COMPOSITING_MODE: "1",
        // Its sandbox needs rights that root in a container lacks.
        WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
      },
    },
  );
  const { pid } = child;
  if (pid === undefined) throw new Error("WebKitWebDriver did not start");
  try {
    const base = `http://127.0.0.1:${port}`;
    const starter = caller(base, startMs);
    await waitFor(() => starter("GET", "/status"), "WebKitWebDriver", startMs);
    const session = await starter("POST", "/session", {
      capabilities: { alwaysMatch: { timeouts: { pageLoad: 30_000, script: actionTimeoutMs } } },
    });
    const id = isRecord(session) ? String(session.sessionId) : "";
    const driver = caller(base, longestCallMs);
    return { call: (method, path, body) => driver(method, `/session/${id}${path}`, body), pid };
  } catch (error) {
    await killTree(pid);
    throw error;
  }
}

/** On a busy machine driver and browser sometimes miss each other for good; another try finds them. */
async function startInTime(of: { profile: string; language: string }): ReturnType<typeof startSession> {
  for (let tries = 1; ; tries += 1)
    try {
      return await startSession(of);
    } catch (error) {
      if (tries === mostStarts) throw error;
    }
}

export const webkitDriver: Driver = {
  name: "WebKitGTK",
  keepsStore: false,
  open: async (of): Promise<OpenBrowser> => {
    mkdirSync(of.profile, { recursive: true });
    const { call, pid } = await startInTime(of);
    const tab = webkitTab(call);
    return {
      tab,
      kill: () => killTree(pid),
      close: () => killTree(pid),
      // The protocol tells no requests; the page's own list of them does.
      trespasses: async () => {
        const names = await tab.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)");
        return (Array.isArray(names) ? names.map(String) : [])
          .filter(
            (name) => !name.startsWith("blob:") && !name.startsWith("data:") && new URL(name).origin !== of.origin,
          )
          .map((name) => `request to ${name}`);
      },
    };
  },
};
