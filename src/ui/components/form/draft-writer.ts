/** Saves a draft as it is filled in: soon after each change, one write at a time, and at once when asked. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Answers } from "../../../core/form/model.ts";
import type { Draft, DraftService, OutcomeOf, Problem } from "../../services.ts";

export type Saving =
  /** Every change is committed. */
  | { readonly kind: "saved"; readonly at: string }
  | { readonly kind: "saving" }
  /** Changes are in this window only. */
  | { readonly kind: "failed"; readonly problem: Problem };

export type Snapshot = { readonly answers: Answers; readonly screen: string | null; readonly language: string };

export class DraftWriter {
  readonly #service: DraftService;
  readonly #delayMs: number;
  readonly #state;
  readonly #draft;
  #pending: Snapshot | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The last of the writes, which run one after the other. */
  #tail: Promise<unknown> = Promise.resolve();

  constructor({ service, draft, delayMs = 400 }: { service: DraftService; draft: Draft; delayMs?: number }) {
    this.#service = service;
    this.#delayMs = delayMs;
    this.#draft = signal(draft);
    this.#state = signal<Saving>({ kind: "saved", at: draft.savedAt });
  }

  get state(): ReadonlySignal<Saving> {
    return this.#state;
  }

  /** As last committed. */
  get draft(): ReadonlySignal<Draft> {
    return this.#draft;
  }

  /** Takes the newest answers; they are written a little later, together with what follows until then. */
  change(snapshot: Snapshot): void {
    this.#pending = snapshot;
    // A failure stays on the screen until a write succeeds.
    if (this.#state.peek().kind !== "failed") this.#state.value = { kind: "saving" };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), this.#delayMs);
  }

  /** Writes what is not yet written, after the writes under way. True once everything is committed. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    await this.#inTurn(() => this.#write());
    return this.#state.peek().kind === "saved";
  }

  /** Attaches or detaches a photo: after what is pending, and nothing is written meanwhile. */
  async changePhoto(work: () => Promise<OutcomeOf<{ draft: Draft }>>): Promise<OutcomeOf<{ draft: Draft }>> {
    clearTimeout(this.#timer);
    return this.#inTurn(async () => {
      await this.#write();
      const result = await outcomeOf(work);
      if (result.ok) this.#committed(result.draft);
      return result;
    });
  }

  /** Writes this window's answers over the version of another window. */
  async keepMine(snapshot: Snapshot): Promise<boolean> {
    const other = await this.#service.open(this.#draft.peek().id);
    if (other === null) {
      this.#state.value = { kind: "failed", problem: "not-found" };
      return false;
    }
    this.#draft.value = other;
    this.#pending = snapshot;
    return this.flush();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(work);
    this.#tail = turn;
    return turn;
  }

  async #write(): Promise<void> {
    const snapshot = this.#pending;
    if (snapshot === null) return;
    this.#pending = null;
    const { id, revision } = this.#draft.peek();
    const result = await outcomeOf(() => this.#service.save({ id, revision, ...snapshot }));
    if (result.ok) this.#committed(result.draft);
    else {
      this.#pending ??= snapshot;
      this.#state.value = { kind: "failed", problem: result.problem };
    }
  }

  #committed(draft: Draft): void {
    this.#draft.value = draft;
    this.#state.value = this.#pending === null ? { kind: "saved", at: draft.savedAt } : { kind: "saving" };
  }
}

/** A service that breaks instead of answering has not saved either. */
async function outcomeOf(work: () => Promise<OutcomeOf<{ draft: Draft }>>): Promise<OutcomeOf<{ draft: Draft }>> {
  try {
    return await work();
  } catch {
    return { ok: false, problem: "storage-failed" };
  }
}
