/** A draft that is open: its answers, what stands in the fields, what is wrong, and its saving. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { type AnswerRefusal, AnswerRefused } from "../../../core/form/answer-check.ts";
import { createFormSession } from "../../../core/form/form-session.ts";
import type { FormEnvironment, FormSession, QuestionView, ScreenView } from "../../../core/form/model.ts";
import { answerRefusalWords } from "../../error-messages.ts";
import { wallTime } from "../../local-time.ts";
import type { Draft, DraftAttachment, DraftService, FormSource, Outcome, Services } from "../../services.ts";
import { numberAnswer, textAnswer } from "./answer-input.ts";
import { DraftWriter, type Snapshot } from "./draft-writer.ts";
import { missingAnswerWords } from "./missing-answer-words.ts";

/** What the form's expressions need: this device's clock and randomness. */
export const formEnvironment = (now: () => Date): FormEnvironment => ({
  now: () => wallTime(now()),
  random: () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32,
});

/** Something to be corrected, with the words beside the field. */
export type FieldProblem = {
  readonly path: string;
  readonly screen: string;
  readonly label: string;
  readonly words: string;
};

export class FormFilling {
  readonly source: FormSource;
  readonly session: FormSession;
  readonly writer: DraftWriter;
  readonly #drafts: DraftService;
  readonly #changes = signal(0);
  /** What was typed and is no answer of its question, by path; it is not saved. */
  readonly #refused = new Map<string, { readonly text: string; readonly reason: AnswerRefusal }>();
  /** What stands in fields whose answer is written in another way, like digits of another script. */
  readonly #typed = new Map<string, { readonly text: string; readonly answer: string }>();
  #screen: string | null;
  #language: string;

  constructor(of: { drafts: DraftService; draft: Draft; source: FormSource; now: () => Date; delayMs?: number }) {
    const { draft } = of;
    this.source = of.source;
    this.#drafts = of.drafts;
    this.#screen = draft.screen;
    this.#language = draft.language;
    this.session = createFormSession({
      form: of.source.form,
      answers: draft.answers,
      environment: formEnvironment(of.now),
    });
    this.writer = new DraftWriter({
      service: of.drafts,
      draft,
      ...(of.delayMs === undefined ? {} : { delayMs: of.delayMs }),
    });
  }

  /** Counts up with every change of an answer. */
  get changes(): ReadonlySignal<number> {
    return this.#changes;
  }

  get id(): string {
    return this.writer.draft.peek().id;
  }

  /** Where the person is and in which language: kept with the draft. */
  goTo({ screen, language }: { screen: string; language: string }): void {
    if (screen === this.#screen && language === this.#language) return;
    this.#screen = screen;
    this.#language = language;
    this.writer.change(this.snapshot());
  }

  snapshot(): Snapshot {
    return { answers: this.session.answers(), screen: this.#screen, language: this.#language };
  }

  screens(language: string): readonly ScreenView[] {
    return this.session.screens(language);
  }

  /** Takes what stands in a field. A text that is no answer of the question empties the answer and is told. */
  give({ view, text }: { view: QuestionView; text: string }): void {
    const { path } = view;
    const { type } = view.node;
    this.#refused.delete(path);
    this.#typed.delete(path);
    const isNumber = type === "integer" || type === "decimal";
    const answer = isNumber
      ? text.trim() === ""
        ? ""
        : numberAnswer({ text, type })
      : type === "text"
        ? textAnswer({ text, node: view.node })
        : text;
    try {
      if (answer === null) throw new AnswerRefused(path, "not-a-number");
      this.session.set(path, answer);
      if (answer !== text) this.#typed.set(path, { text, answer });
    } catch (error) {
      if (!(error instanceof AnswerRefused)) throw error;
      this.#refused.set(path, { text, reason: error.reason });
      this.session.set(path, "");
    }
    this.#changed();
  }

  /** What stands in the field: as typed while it means the answer, else the answer. */
  fieldText({ path, value }: QuestionView): string {
    const refused = this.#refused.get(path);
    if (refused) return refused.text;
    const typed = this.#typed.get(path);
    return typed?.answer === value ? typed.text : value;
  }

  /** Typed into the field and no answer: told at once, not only when the screen is left. */
  isRefused(path: string): boolean {
    return this.#refused.has(path);
  }

  /** What has to be corrected on one screen, or on all, in the order of the questions. */
  problems({ language, screen }: { language: string; screen?: string }): readonly FieldProblem[] {
    return this.screens(language)
      .filter(({ path }) => screen === undefined || path === screen)
      .flatMap(({ path, questions }) =>
        questions.flatMap((view) => {
          const words = this.#wrongWords(view);
          return words === null ? [] : { path: view.path, screen: path, label: view.label, words };
        }),
      );
  }

  #wrongWords({ path, type, problem }: QuestionView): string | null {
    const refused = this.#refused.get(path);
    if (refused) return answerRefusalWords(refused.reason);
    return problem === null ? null : (problem.message ?? missingAnswerWords({ kind: problem.kind, type }));
  }

  attachment(path: string): DraftAttachment | null {
    return this.writer.draft.value.attachments.find((candidate) => candidate.path === path) ?? null;
  }

  /** Stores a photo; the answer is its file name. */
  async attach({ path, file }: { path: string; file: Blob }): Promise<Outcome> {
    const result = await this.writer.changePhoto(() => this.#drafts.attach({ id: this.id, path, file }));
    if (!result.ok) return result;
    const { attachments, answers } = result.draft;
    this.session.set(path, attachments.find((one) => one.path === path)?.fileName ?? answers[path] ?? "");
    this.#changes.value += 1;
    return { ok: true };
  }

  async detach(path: string): Promise<Outcome> {
    const result = await this.writer.changePhoto(() => this.#drafts.detach({ id: this.id, path }));
    if (!result.ok) return result;
    this.session.set(path, "");
    this.#changes.value += 1;
    return { ok: true };
  }

  preview(path: string): Promise<Blob | null> {
    return this.#drafts.preview({ id: this.id, path });
  }

  #changed(): void {
    this.#changes.value += 1;
    this.writer.change(this.snapshot());
  }
}

/** Last writes of drafts that were closed, so that opening one again waits for them. */
const closing = new WeakMap<DraftService, Map<string, Promise<unknown>>>();

/** Opens a draft with the form version that it was begun in. */
export async function openFilling({
  services: { drafts, packs, app },
  id,
}: {
  services: Services;
  id: string;
}): Promise<{ ok: true; filling: FormFilling } | { ok: false; problem: "not-found" | "form-unknown" }> {
  await closing.get(drafts)?.get(id);
  const draft = await drafts.open(id);
  if (draft === null) return { ok: false, problem: "not-found" };
  const source = await packs.form({ place: draft.place, form: draft.form, version: draft.formVersion });
  if (source === null) return { ok: false, problem: "form-unknown" };
  return { ok: true, filling: new FormFilling({ drafts, draft, source, now: app.now }) };
}

/** Writes what is left; the screen is going away. */
export function closeFilling({ drafts, filling }: { drafts: DraftService; filling: FormFilling }): void {
  const ofService = closing.get(drafts) ?? new Map<string, Promise<unknown>>();
  closing.set(drafts, ofService);
  const { id } = filling;
  const last = filling.writer.flush().then(() => {
    if (ofService.get(id) === last) ofService.delete(id);
  });
  ofService.set(id, last);
}
