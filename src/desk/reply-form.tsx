/** Answering: a status, phrases that the person reads in their own language, and free text. */
import { t } from "@lingui/core/macro";
import { useState } from "preact/hooks";
import { type DeskStatus, deskStatus } from "../core/case.ts";
import type { PlacedForm } from "../core/place.ts";
import { directionOf } from "../core/text.ts";
import { FailureNote } from "../ui/components/problem-note.tsx";
import type { FailureWords } from "../ui/error-messages.ts";
import { interfaceLanguages } from "../ui/i18n.ts";
import { isEmptyReply, type ReplyDraft, sendReply, togglePhrase } from "./compose-reply.ts";
import { useDesk } from "./desk-context.ts";
import type { DeskFault } from "./desk-fault.ts";
import { type DeskPlace, textIn } from "./desk-place.ts";
import type { DeskAtWork } from "./desk-session.ts";
import { languageName, statusMeaning } from "./desk-words.ts";
import { faultWords, replyProblemWords } from "./fault-words.ts";
import type { CaseFile } from "./read-case.ts";

const statuses = ["in review", "action needed", "decided"] as const satisfies readonly DeskStatus[];
/** As long as the protocol takes. */
const maxTextLength = 20_000;

export function ReplyForm(props: {
  file: CaseFile;
  form: PlacedForm | null;
  place: DeskPlace;
  work: DeskAtWork;
  draft: ReplyDraft;
  onDraft: (draft: ReplyDraft) => void;
  /** It is at the hub: forget the draft and read the case again. */
  onSent: () => Promise<void>;
  onReadAgain: () => Promise<void>;
  onFault: (fault: DeskFault) => void;
}) {
  const { hub, now, language } = useDesk();
  const { file, place, work, draft, onDraft } = props;
  const [words, setWords] = useState<FailureWords | null>(null);
  const [isSending, setSending] = useState(false);
  const [isSent, setSent] = useState(false);
  const phrases = props.form?.phrases ?? [];
  const change = (changes: Partial<ReplyDraft>) => {
    setSent(false);
    onDraft({ ...draft, ...changes });
  };

  const send = async () => {
    setWords(null);
    if (isEmptyReply(draft)) {
      setWords({
        what: t`There is nothing to send yet.`,
        safe: null,
        todo: t`Choose a status or a phrase, or write a text.`,
      });
      return;
    }
    setSending(true);
    const { session, officer } = work;
    const sent = await sendReply({ hub, session, draft, file, officer, place, desk: session.desk, now: now() });
    setSending(false);
    if (!sent.ok) {
      setWords(faultWords(sent.fault));
      props.onFault(sent.fault);
    } else if (sent.value.ok) {
      setSent(true);
      await props.onSent();
    } else {
      setWords(replyProblemWords(sent.value.problem));
      if (sent.value.problem === "number-taken") await props.onReadAgain();
    }
  };
  const textLanguages = [...new Set([language, ...place.place.languages, ...interfaceLanguages])];
  return (
    <form
      class="reply"
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h3>{t`Answer`}</h3>
      <fieldset class="field">
        <legend>{t`Status`}</legend>
        {[null, ...statuses].map((status) => (
          <label class="choice" key={status}>
            <input
              type="radio"
              name="status"
              checked={draft.status === status}
              onChange={() => change({ status: status === null ? null : deskStatus(status) })}
            />
            <span>{status === null ? t`Leave the status as it is` : statusMeaning(status)}</span>
          </label>
        ))}
      </fieldset>
      {phrases.length === 0 ? null : (
        <fieldset class="field">
          <legend>{t`Phrases`}</legend>
          {phrases.map((phrase) => {
            const text = textIn(place, language, phrase.text);
            return (
              <label class="choice" key={phrase.id}>
                <input
                  type="checkbox"
                  checked={draft.phrases.includes(phrase.id)}
                  onChange={() => change(togglePhrase({ draft, phrase, phrases }))}
                />
                <span lang={text?.language} dir={text ? directionOf(text.language) : undefined}>
                  {text?.text ?? phrase.id}
                </span>
              </label>
            );
          })}
        </fieldset>
      )}
      <label class="field">
        <span>{t`Your own words (not translated)`}</span>
        <textarea
          rows={4}
          dir="auto"
          lang={draft.textLanguage}
          autocomplete="off"
          maxLength={maxTextLength}
          value={draft.text}
          onInput={(event) => change({ text: event.currentTarget.value })}
        />
      </label>
      <label class="field">
        <span>{t`You write in`}</span>
        <select
          value={draft.textLanguage}
          autocomplete="off"
          onChange={(event) => change({ textLanguage: event.currentTarget.value })}
        >
          {textLanguages.map((one) => (
            <option key={one} value={one}>
              {languageName(language, one)}
            </option>
          ))}
        </select>
      </label>
      <Preview draft={draft} place={place} form={props.form} reader={file.submission.payload.language} />
      <FailureNote words={words} />
      <p class="actions">
        <button type="submit" class="button" disabled={isSending}>
          {isSending ? t`Sending` : t`Sign and send`}
        </button>
      </p>
      <p role="status">{isSent ? t`Sent. The person reads it when their device asks the next time.` : null}</p>
    </form>
  );
}

/** What the person will read, in the person's language; a phrase without translation says so. */
function Preview(props: { draft: ReplyDraft; place: DeskPlace; form: PlacedForm | null; reader: string }) {
  const { language } = useDesk();
  const { draft, place, reader } = props;
  const chosen = props.form?.phrases.filter(({ id }) => draft.phrases.includes(id)) ?? [];
  if (chosen.length === 0) return null;
  const name = languageName(language, reader);
  return (
    <section class="preview">
      <h4>{t`The person reads (${name})`}</h4>
      {chosen.map((phrase) => {
        const text = textIn(place, reader, phrase.text);
        return (
          <p key={phrase.id}>
            <span lang={text?.language} dir={text ? directionOf(text.language) : undefined}>
              {text?.text ?? phrase.id}
            </span>{" "}
            {text && text.language !== reader ? <small class="mark">{t`Not translated yet`}</small> : null}
            {text && text.language === reader && text.origin === "machine" ? (
              <small class="mark">{t`Translated by a machine, not yet checked`}</small>
            ) : null}
          </p>
        );
      })}
    </section>
  );
}
