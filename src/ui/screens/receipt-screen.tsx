/** Checks a receipt: what it proves, and no more. */
import { t } from "@lingui/core/macro";
import { useEffect, useId, useState } from "preact/hooks";
import { BottomBar } from "../components/bottom-bar.tsx";
import { FormTitle, PlaceTitle } from "../components/case/form-title.tsx";
import { Icon } from "../components/icon.tsx";
import { ProblemNote } from "../components/problem-note.tsx";
import { ScreenHeading } from "../components/screen-heading.tsx";
import { receiptProblemWords } from "../error-messages.ts";
import { useFragment } from "../hooks/use-fragment.ts";
import { useLanguage } from "../hooks/use-language.ts";
import { useReadings } from "../hooks/use-readings.ts";
import { formatDay, formatTime } from "../local-time.ts";
import { type Problem, type ReceiptView, useServices } from "../services.ts";

/** A receipt has at most 8,192 characters; more than this is no receipt and is not read. */
const longestFileBytes = 65_536;

function Proof({ of }: { of: ReceiptView }) {
  const language = useLanguage();
  const reading = useReadings([of.place]).get(of.place);
  const day = formatDay(language, of.receivedFrom);
  const start = formatTime(language, of.receivedFrom);
  const end = formatTime(language, of.receivedUntil);
  const photos = of.parts;
  return (
    <section class="state" data-tone="good" role="status">
      <h2>
        <Icon name="check" /> {t`This receipt is genuine`}
      </h2>
      {of.practice ? <p class="needed">{t`PRACTICE: it counts for no authority.`}</p> : null}
      <dl>
        <dt>{t`Number`}</dt>
        <dd>
          <bdi class="number">{of.number}</bdi>
        </dd>
        <dt>{t`Form`}</dt>
        <dd>
          <FormTitle reading={reading} form={of.form} />
        </dd>
        <dt>{t`Place`}</dt>
        <dd>
          <PlaceTitle reading={reading} place={of.place} />
        </dd>
        <dt>{of.standing === "received" ? t`Received for the office` : t`Received by a box on the way`}</dt>
        <dd>{t`${day}, between ${start} and ${end}`}</dd>
        <dt>{t`Photos that arrived with it`}</dt>
        <dd>{photos}</dd>
      </dl>
      <h3>{t`What it proves`}</h3>
      <p>
        {of.standing === "received"
          ? t`The server of the office had this form, whole and with all its photos, in that hour.`
          : t`A box on the way had this form in that hour. It does not prove that the office has it.`}
      </p>
      <p>
        {of.fitsSubmissionHere === true
          ? t`It belongs to a request on this device: what was sent from here is exactly what arrived.`
          : of.fitsSubmissionHere === false
            ? t`It carries the number of a request on this device, but not its content. Ask the office.`
            : t`The request that it belongs to is not on this device.`}
      </p>
      <h3>{t`What it does not prove`}</h3>
      <p>{t`It says nothing about what was written, who wrote it, or what the office decided.`}</p>
    </section>
  );
}

export function ReceiptScreen() {
  const { cases } = useServices();
  const fragment = useFragment();
  const [text, setText] = useState(fragment);
  const [answer, setAnswer] = useState<ReceiptView | Problem | null>(null);
  const field = useId();
  const check = async (jws: string) => {
    const outcome = await cases.verifyReceipt(jws.trim());
    setAnswer(outcome.ok ? outcome.proof : outcome.problem);
  };
  // Checked once for each fragment, not at each render.
  useEffect(() => {
    if (fragment === "") return;
    setText(fragment);
    void check(fragment);
  }, [fragment]);
  const readFile = async (file: File) => {
    const content = file.size > longestFileBytes ? "" : (await file.text()).trim();
    setText(content);
    await check(content);
  };
  return (
    <>
      <ScreenHeading title={t`Check a receipt`} />
      <p>{t`A receipt is the signed word of a server that a form arrived. It is checked on this device; nothing is sent.`}</p>
      <form
        class="stack"
        autocomplete="off"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void check(text);
        }}
      >
        <label for={field}>{t`Text of the receipt`}</label>
        <textarea
          id={field}
          class="secret"
          rows={5}
          dir="ltr"
          autocapitalize="none"
          spellcheck={false}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setAnswer(null);
          }}
        />
        <input
          class="hidden-words"
          id={`${field}-file`}
          type="file"
          accept=".jws,.txt,application/jose,text/plain"
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            event.currentTarget.value = "";
            if (file) void readFile(file);
          }}
        />
        <label class="button quiet-button" for={`${field}-file`}>
          <Icon name="paper" /> {t`Choose a file`}
        </label>
        <BottomBar>
          <button type="submit" class="button">
            {t`Check it`} <Icon name="check" />
          </button>
        </BottomBar>
      </form>
      {answer === null ? null : typeof answer === "string" ? (
        <ProblemNote problem={answer} wordsOf={receiptProblemWords} />
      ) : (
        <Proof of={answer} />
      )}
    </>
  );
}
