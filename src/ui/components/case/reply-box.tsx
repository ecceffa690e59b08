/** Answers the office: text in the person's own words, and photos. */
import { t } from "@lingui/core/macro";
import { useId, useRef, useState } from "preact/hooks";
import { formatSize } from "../../data-size.ts";
import { useLanguage } from "../../hooks/use-language.ts";
import { type Problem, useServices } from "../../services.ts";
import { Icon } from "../icon.tsx";
import { ProblemNote } from "../problem-note.tsx";

/** As `messagePayload` of core has it. */
const longestText = 20_000;
/** What was begun, by case, as long as the page lives: leaving the screen loses nothing, and nothing is written in clear. */
const begun = new Map<string, { readonly text: string; readonly copies: readonly File[] }>();

export function ReplyBox({ id, isAsked }: { id: string; isAsked: boolean }) {
  const { cases } = useServices();
  const language = useLanguage();
  const [text, setText] = useState(begun.get(id)?.text ?? "");
  const [copies, setCopies] = useState<readonly File[]>(begun.get(id)?.copies ?? []);
  const [state, setState] = useState<"writing" | "empty" | "sending" | "saved" | Problem>("writing");
  const field = useRef<HTMLTextAreaElement>(null);
  const name = useId();
  const keep = (next: { text: string; copies: readonly File[] }) => {
    if (next.text === "" && next.copies.length === 0) begun.delete(id);
    else begun.set(id, next);
    setText(next.text);
    setCopies(next.copies);
    setState("writing");
  };
  const send = async () => {
    if (text.trim() === "" && copies.length === 0) {
      setState("empty");
      field.current?.focus();
      return;
    }
    setState("sending");
    const outcome = await cases.sendMessage({ id, text: text.trim(), language, copies });
    if (!outcome.ok) return setState(outcome.problem);
    keep({ text: "", copies: [] });
    setState("saved");
  };
  return (
    <section>
      <h2>{isAsked ? t`Answer the office` : t`Write to the office`}</h2>
      <form
        class="stack"
        autocomplete="off"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (state !== "sending") void send();
        }}
      >
        <label for={`${name}-text`}>{t`Your message`}</label>
        <p class="quiet" id={`${name}-hint`}>
          {t`Write in your own language. Only the office can read it.`}
        </p>
        {state === "empty" ? (
          <p class="error" id={`${name}-error`}>
            <Icon name="alert" /> {t`Write something, or add a photo.`}
          </p>
        ) : null}
        <textarea
          id={`${name}-text`}
          ref={field}
          rows={5}
          dir="auto"
          maxLength={longestText}
          value={text}
          aria-describedby={state === "empty" ? `${name}-error ${name}-hint` : `${name}-hint`}
          aria-invalid={state === "empty"}
          onInput={(event) => keep({ text: event.currentTarget.value, copies })}
        />
        <input
          class="hidden-words"
          id={`${name}-photos`}
          type="file"
          accept="image/*"
          multiple
          onChange={(event) => {
            const chosen = [...(event.currentTarget.files ?? [])];
            event.currentTarget.value = "";
            keep({ text, copies: [...copies, ...chosen] });
          }}
        />
        <label class="button quiet-button" for={`${name}-photos`}>
          <Icon name="camera" /> {t`Add photos`}
        </label>
        {copies.length === 0 ? null : (
          <ul class="list">
            {copies.map((copy) => (
              <li>
                <bdi>{copy.name}</bdi> · {formatSize(language, copy.size)}{" "}
                <button
                  type="button"
                  class="button quiet-button"
                  aria-label={t`Leave out ${copy.name}`}
                  onClick={() => keep({ text, copies: copies.filter((one) => one !== copy) })}
                >
                  <Icon name="trash" /> {t`Leave out`}
                </button>
              </li>
            ))}
          </ul>
        )}
        <p class="actions">
          <button type="submit" class="button" disabled={state === "sending"}>
            {state === "sending" ? t`Sealing…` : t`Send`} <Icon name="arrow" />
          </button>
        </p>
      </form>
      <p role="status">
        {state === "saved" ? t`Saved on this device. It is sent when there is a connection; above you see when.` : null}
      </p>
      <ProblemNote problem={problemOf(state)} />
    </section>
  );
}

const problemOf = (state: "writing" | "empty" | "sending" | "saved" | Problem): Problem | null =>
  state === "writing" || state === "empty" || state === "sending" || state === "saved" ? null : state;
