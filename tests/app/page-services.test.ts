import { signal } from "@preact/signals";
import { describe, expect, test } from "vitest";
import { statusBefore } from "../../src/app/services/app-service.ts";
import { watchConnection } from "../../src/app/services/connection-watch.ts";
import { later } from "../../src/app/services/later.ts";
import { admitWorkerAddress, trustedWorkerAddress } from "../../src/app/trusted-types.ts";
import { followWaiting } from "../../src/app/wake-up.ts";
import type { Exchange, FailureKind } from "../../src/sync/http-transport.ts";

const settle = () => new Promise((resolve) => setTimeout(resolve));

describe("wake-ups", () => {
  const waitingFor = (accepts: boolean) => {
    const sync = signal({ waiting: 0 });
    let asked = 0;
    const worker = {
      isControlled: signal(true),
      registerWakeUp: async () => {
        asked += 1;
        return accepts;
      },
    };
    return { sync, byItself: followWaiting({ sync, worker }), asked: () => asked };
  };

  test("[S5.6] sending by itself is said once the browser accepted the wake-up, and not while nothing waits", async () => {
    const { sync, byItself, asked } = waitingFor(true);
    await settle();
    expect([byItself.value, asked()]).toEqual([false, 0]);
    sync.value = { waiting: 1 };
    expect(byItself.value).toBe(false);
    await settle();
    expect([byItself.value, asked()]).toEqual([true, 1]);
    sync.value = { waiting: 2 };
    await settle();
    expect(asked()).toBe(2);
    sync.value = { waiting: 0 };
    expect(byItself.value).toBe(false);
  });

  test("[S5.6] a browser that refuses the wake-up is never said to send by itself", async () => {
    const { sync, byItself } = waitingFor(false);
    sync.value = { waiting: 3 };
    await settle();
    expect(byItself.value).toBe(false);
  });
});

describe("connection", () => {
  const answer = (kind: FailureKind | null): Exchange =>
    kind === null
      ? { ok: true, reply: { status: 200, mediaType: "", header: () => null, bytes: new Uint8Array(), epoch: null } }
      : { ok: false, failure: { kind, retryAfterMs: null } };

  test("[S6.5] every request tells whether the hub answers, and a sign-in page is told as such", async () => {
    const answers: (FailureKind | null)[] = [null, "captive-portal", "no-connection", "given-up", "busy", null];
    const next = async () => answer(answers.shift() ?? null);
    const { transport, connection } = watchConnection({ ask: next, file: next });
    const told: string[] = [connection.value];
    while (answers.length > 0) {
      await transport.file({ path: "/packs/index.json" });
      told.push(connection.value);
    }
    expect(told).toEqual([
      "unknown",
      "hub-answers",
      "captive-portal",
      "no-connection",
      "no-connection",
      "hub-fault",
      "hub-answers",
    ]);
  });
});

describe("what is loaded later", () => {
  test("[LOOP-13] a service that is not loaded yet shows its signals, and its calls wait for it", async () => {
    type Service = { readonly count: { readonly value: number }; readonly add: (of: number) => Promise<number> };
    let finish = (_: Service): void => undefined;
    const loaded = new Promise<Service>((resolve) => {
      finish = resolve;
    });
    const service = later<Service>(() => loaded, { count: signal(7) });
    expect(service.count.value).toBe(7);
    const added = service.add(1);
    finish({ count: signal(8), add: async (of) => of + 1 });
    expect(await added).toBe(2);
    expect(await Promise.resolve(service)).toBe(service);
  });

  test("[LOOP-6] before anything is loaded nothing is said to be ready or sent by itself", () => {
    expect(statusBefore("no-storage")).toMatchObject({
      readyOffline: null,
      sendsByItself: false,
      readingOnly: "no-storage",
    });
  });
});

describe("Trusted Types", () => {
  test("[LOOP-13] the one policy admits the worker's constant address and nothing else", () => {
    expect(admitWorkerAddress("/sw.js")).toBe("/sw.js");
    for (const address of ["/sw.js?x", "https://evil.example/sw.js", "//evil.example/sw.js", "/assets/x.js", ""])
      expect(() => admitWorkerAddress(address)).toThrow(TypeError);
    const made: string[] = [];
    const address = trustedWorkerAddress({
      createPolicy: (name, rules) => {
        made.push(name);
        return { createScriptURL: (input) => `trusted ${rules.createScriptURL(input)}` };
      },
    });
    expect([made, address]).toEqual([["passerelle"], "trusted /sw.js"]);
    expect(trustedWorkerAddress(undefined)).toBe("/sw.js");
  });
});
