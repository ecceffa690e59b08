/**
 * Sends while a page is open: now where something new waits, else by a timer with growing, jittered waits (docs/sync-spec.md S5). Pure of
 * browser globals: clock, chance, timers, visibility, locks and channel are arguments.
 */
import { paths } from "../core/protocol.ts";
import type { WithdrawalStart } from "../device/outbox-withdrawal.ts";
import type { ChangeChannel, ChangeSubject } from "./change-channel.ts";
import { createContactTransport } from "./contact-transport.ts";
import type { DrainEvent } from "./drain-context.ts";
import { longestRetryAfterMs, type Transport } from "./http-transport.ts";
import { LinkPace } from "./link-pace.ts";
import { baseDelayMs, quietCapMs, retryDelayMs, visibleCapMs } from "./retry.ts";
import { type Sending, type SendOutcome, sendOnce } from "./send-once.ts";
import { idleState, type SyncState } from "./sync-state.ts";

export type Timers = { readonly set: (run: () => void, ms: number) => number; readonly clear: (timer: number) => void };

export type SyncEngineOptions = Omit<Sending, "pace" | "tell"> & {
  readonly channel: ChangeChannel;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly timers: Timers;
  /** Is the page visible? */
  readonly isVisible: () => boolean;
  /** A mistake of ours ended an attempt; the engine goes on. */
  readonly onFault?: (error: unknown) => void;
};

export type SyncEngine = {
  /** Begins: sends what waits, and goes on as long as anything does. Asks the hub once where nothing waits (S3.8). */
  readonly start: () => Promise<void>;
  /** Ends the timer; an attempt that runs ends by itself. */
  readonly stop: () => void;
  /** Something was finalised: tries at once, but not before the hub's own wish. */
  readonly wake: () => void;
  /** The browser says that it is online, or the page is seen again: only shortens the wait (S5.5). */
  readonly shorten: () => void;
  /** The person's button: tries now, whatever the wait (S5.2). */
  readonly sendNow: () => void;
  /** Takes an envelope back (S4); asks the hub soon where the outcome is unknown. */
  readonly withdraw: (id: string) => Promise<WithdrawalStart>;
  readonly state: () => SyncState;
  /** Called with each new state. @returns ends it */
  readonly subscribe: (listener: (state: SyncState) => void) => () => void;
  /** For all other questions to the hub: their answers are contacts too, and may tell a new epoch (S3.5). */
  readonly transport: Transport;
  /** Resolves when no request of the engine's own is under way. */
  readonly settled: () => Promise<void>;
};

export function createSyncEngine(options: SyncEngineOptions): SyncEngine {
  const { store, channel, now, random, timers, isVisible } = options;
  const {
    onFault = (error) => {
      throw error;
    },
  } = options;
  const pace = new LinkPace();
  const listeners = new Set<(state: SyncState) => void>();
  let state = idleState;
  let running: Promise<void> | null = null;
  let greeting: Promise<unknown> | null = null;
  let timer: number | null = null;
  let isStopped = true;
  /** Failed attempts since the last progress. */
  let attempt = 0;
  /** Until then the hub wants to be left alone (Retry-After). */
  let notBeforeMs = 0;
  /** Something was asked for while an attempt ran. */
  let isWanted = false;
  let unlisten = (): void => undefined;

  function show(changes: Partial<SyncState>): void {
    state = { ...state, ...changes };
    for (const listener of listeners) listener(state);
  }

  /** Reads the numbers that the state shows; a database that is closed has none. */
  async function recount(): Promise<void> {
    const [waiting, lastContactAt] = await Promise.all([store.countWaiting(), store.lastContactAt()]);
    if (waiting !== state.waiting || lastContactAt !== state.lastContactAt) show({ waiting, lastContactAt });
  }

  function schedule(delayMs: number): void {
    if (timer !== null) timers.clear(timer);
    timer = null;
    if (isStopped) return;
    // Further ahead than any wish: the clock was set back.
    if (notBeforeMs - now() > longestRetryAfterMs) notBeforeMs = 0;
    const untilMs = Math.max(now() + delayMs, notBeforeMs);
    if (untilMs > now()) show({ activity: { kind: "waiting", untilMs } });
    timer = timers.set(run, untilMs - now());
  }

  function hear(event: DrainEvent): void {
    switch (event.kind) {
      case "sending":
        show({ activity: event });
        break;
      case "changed":
        attempt = 0;
        channel.tell("outbox");
        break;
      case "advanced":
        attempt = 0;
        break;
      case "answered":
        break;
      default:
        event satisfies never;
    }
  }

  function follow(outcome: SendOutcome): void {
    const capMs = isVisible() ? visibleCapMs : quietCapMs;
    switch (outcome.kind) {
      case "done":
        attempt = 0;
        show({ activity: { kind: "idle" }, failure: null });
        break;
      case "left":
        show({ failure: null });
        schedule(retryDelayMs({ attempt: attempt++, capMs: quietCapMs, random: random() }));
        break;
      case "elsewhere":
        schedule(retryDelayMs({ attempt: Number.POSITIVE_INFINITY, capMs, random: random() }));
        break;
      case "failed": {
        const { kind, retryAfterMs } = outcome.failure;
        if (retryAfterMs !== null) notBeforeMs = now() + retryAfterMs;
        show({ failure: kind });
        schedule(retryDelayMs({ attempt: attempt++, capMs, random: random() }));
        break;
      }
      default:
        outcome satisfies never;
    }
  }

  async function attemptOnce(): Promise<void> {
    const outcome = await sendOnce({ ...options, pace, tell: hear });
    follow(outcome);
    await recount().catch(() => undefined);
  }

  function run(): void {
    timer = null;
    if (running || isStopped) return;
    isWanted = false;
    running = attemptOnce()
      .catch((error: unknown) => {
        schedule(retryDelayMs({ attempt: attempt++, capMs: quietCapMs, random: random() }));
        onFault(error);
      })
      .finally(() => {
        running = null;
        if (isWanted) schedule(0);
      });
  }

  function wake(): void {
    if (running) isWanted = true;
    else schedule(0);
  }

  function look({ subject, isOwn }: { subject: ChangeSubject; isOwn: boolean }): void {
    if (subject !== "outbox") return;
    recount().catch(() => undefined);
    // Another tab finalised something, or changed what waits: look after it if that tab is closed.
    if (!isOwn && timer === null) wake();
  }

  function shorten(): void {
    const waitMs = state.activity.kind === "waiting" ? state.activity.untilMs - now() : 0;
    if (timer === null || waitMs <= baseDelayMs) return;
    attempt = 0;
    schedule(retryDelayMs({ attempt: 0, capMs: visibleCapMs, random: random() }));
  }

  const transport = createContactTransport({
    transport: options.transport,
    store,
    now,
    onContact: () => {
      if (state.failure === null) return;
      show({ failure: null });
      shorten();
    },
    onOfferedAgain: (ids) => {
      channel.tell("outbox");
      if (ids.length > 0) wake();
    },
  });

  return {
    start: async () => {
      isStopped = false;
      unlisten = channel.listen(look);
      await recount().catch(() => undefined);
      run();
      // An outbox with nothing to send would hear nothing of a restored hub (S3.8).
      if (state.waiting === 0 && state.lastContactAt !== null)
        greeting = transport.ask({ method: "GET", path: paths.hub });
    },
    stop: () => {
      isStopped = true;
      if (timer !== null) timers.clear(timer);
      timer = null;
      unlisten();
    },
    wake,
    shorten,
    sendNow: () => {
      notBeforeMs = 0;
      attempt = 0;
      wake();
    },
    withdraw: async (id) => {
      const start = await store.startWithdrawal(id);
      channel.tell("outbox");
      if (start === "asked") wake();
      return start;
    },
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    transport,
    settled: async () => {
      await Promise.all([running, greeting]);
    },
  };
}
