/** Eight words that open the desk key when no officer can: shown once, written down, typed back. */
import { t } from "@lingui/core/macro";
import { useState } from "preact/hooks";
import { FailureNote } from "../ui/components/problem-note.tsx";
import { ScreenHeading } from "../ui/components/screen-heading.tsx";
import { checkPaper, type PaperToWrite } from "./desk-keys.ts";
import { type PaperProblem, paperWords } from "./paper-words.ts";

export function PaperScreen(props: { paper: PaperToWrite; deskTitle: string; onDone: () => void }) {
  const [isWritten, setWritten] = useState(false);
  return (
    <main id="main" class="desk-page">
      <ScreenHeading key={String(isWritten)} title={t`Eight words on paper`} takesFocus />
      {isWritten ? (
        <TypeBack paper={props.paper} onBack={() => setWritten(false)} onDone={props.onDone} />
      ) : (
        <>
          <p class="needed">
            {t`Write these words down or print them now. They are shown once and stored nowhere. Keep the paper in a safe.`}
          </p>
          <p>{t`If all officers lose their keys, only these words open what people sent.`}</p>
          <div class="paper">
            <p>
              Passerelle · <bdi>{props.deskTitle}</bdi>
            </p>
            <ol class="paper-words" dir="ltr">
              {props.paper.words.split(" ").map((word) => (
                <li key={word}>
                  <code>{word}</code>
                </li>
              ))}
            </ol>
          </div>
          <p class="actions">
            <button type="button" class="button" onClick={() => setWritten(true)}>
              {t`I have written them down`}
            </button>
            <button type="button" class="button quiet-button" onClick={() => print()}>
              {t`Print`}
            </button>
          </p>
        </>
      )}
    </main>
  );
}

function TypeBack(props: { paper: PaperToWrite; onBack: () => void; onDone: () => void }) {
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<PaperProblem | null>(null);
  const check = async () => {
    const checked = await checkPaper({ typed, kid: props.paper.kid });
    setProblem(checked.ok ? null : checked);
    if (checked.ok) props.onDone();
  };
  return (
    <form
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void check();
      }}
    >
      <FailureNote words={problem && paperWords(problem)} />
      <PaperField typed={typed} onInput={setTyped} />
      <p class="actions">
        <button type="submit" class="button">
          {t`Check the words`}
        </button>
        <button type="button" class="button quiet-button" onClick={props.onBack}>
          {t`Show them again`}
        </button>
      </p>
    </form>
  );
}

/** Where the words on paper are typed. */
export function PaperField(props: { typed: string; onInput: (typed: string) => void }) {
  return (
    <label class="field">
      <span>{t`The eight words from the paper`}</span>
      <textarea
        class="paper-typed"
        rows={2}
        dir="ltr"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        value={props.typed}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </label>
  );
}
