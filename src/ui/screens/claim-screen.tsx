/** Opens a case with a claim slip: beside the device that has it, or instead of it. */
import { t } from "@lingui/core/macro";
import { useEffect, useId, useState } from "preact/hooks";
import { slipFromAddress } from "../claim-fragment.ts";
import { BottomBar } from "../components/bottom-bar.tsx";
import { addressOfCase } from "../components/case/case-card.tsx";
import { Icon } from "../components/icon.tsx";
import { ProblemNote } from "../components/problem-note.tsx";
import { ScreenHeading } from "../components/screen-heading.tsx";
import { claimProblemWords } from "../error-messages.ts";
import { useGoTo } from "../hooks/use-fragment.ts";
import { useLanguage } from "../hooks/use-language.ts";
import { type Problem, type SlipView, useServices } from "../services.ts";

/** A slip that was read; its text is kept only here. */
type ReadSlip = { readonly text: string; readonly slip: SlipView };

function SlipField({ onText, problem }: { onText: (text: string) => void; problem: Problem | null }) {
  const [text, setText] = useState("");
  const field = useId();
  return (
    <form
      class="stack"
      autocomplete="off"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onText(text);
      }}
    >
      <p>{t`Scan the square code of your slip with the camera of this device. Or enter the text below the code.`}</p>
      <label for={field}>{t`Text of the slip`}</label>
      <textarea
        id={field}
        class="secret"
        rows={4}
        dir="ltr"
        autocapitalize="none"
        spellcheck={false}
        value={text}
        aria-invalid={problem !== null}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <ProblemNote problem={problem} />
      <BottomBar>
        <button type="submit" class="button">
          {t`Read the slip`} <Icon name="arrow" />
        </button>
      </BottomBar>
    </form>
  );
}

function PlaceOfSlip({ slip }: { slip: SlipView }) {
  const { packs } = useServices();
  const language = useLanguage();
  const titles = packs.places.value.find(({ place }) => place === slip.place)?.titles ?? {};
  return <bdi>{titles[language] ?? titles.en ?? Object.values(titles)[0] ?? slip.place}</bdi>;
}

/** The two ways, and what each does to the first device. */
function Choice({ of, onOther }: { of: ReadSlip; onOther: () => void }) {
  const { cases } = useServices();
  const goTo = useGoTo();
  const language = useLanguage();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const claim = async (as: "open" | "take-over") => {
    setBusy(true);
    setProblem(null);
    const outcome = await cases.claim({ text: of.text, as });
    setBusy(false);
    if (outcome.ok) goTo(addressOfCase(language, outcome.id), { replaces: true });
    else setProblem(outcome.problem);
  };
  return (
    <section class="stack">
      <div class="card">
        <p>
          <Icon name="id-card" /> <strong>{t`A request`}</strong> · <PlaceOfSlip slip={of.slip} />
          {of.slip.practice ? (
            <>
              {" "}
              · <strong>{t`PRACTICE`}</strong>
            </>
          ) : null}
        </p>
      </div>
      {of.slip.isHere ? (
        <p>
          {t`This request is on this device already.`}{" "}
          <a href={addressOfCase(language, of.slip.id)}>{t`Open it in "My requests"`}</a>
        </p>
      ) : (
        <p>{t`Is this device yours? What you open here stays here until you remove it.`}</p>
      )}
      <button type="button" class="button" disabled={isBusy} onClick={() => void claim("open")}>
        {t`Open here too`} <Icon name="arrow" />
      </button>
      <p class="quiet">{t`Both devices can read and answer. The slip stays valid.`}</p>
      <button type="button" class="button quiet-button" disabled={isBusy} onClick={() => void claim("take-over")}>
        {t`Take it over to this device`} <Icon name="arrow" />
      </button>
      <p class="quiet">
        {t`The first device gets no more news. The old slip stops working; make a new one here. Choose this after using a shared screen.`}
      </p>
      <p role="status">{isBusy ? t`Asking the server…` : null}</p>
      <ProblemNote problem={problem} wordsOf={claimProblemWords} />
      <p>
        <button type="button" class="button quiet-button" disabled={isBusy} onClick={onOther}>
          {t`Use another slip`}
        </button>
      </p>
    </section>
  );
}

export function ClaimScreen() {
  // First of all: out of the address, while the screen is being made for the first time.
  const [waiting, setWaiting] = useState(slipFromAddress);
  const { cases } = useServices();
  const [read, setRead] = useState<ReadSlip | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    // A second code that is scanned while this screen is open changes only the fragment.
    const take = () => {
      const text = slipFromAddress();
      if (text !== "") setWaiting(text);
    };
    addEventListener("hashchange", take);
    return () => removeEventListener("hashchange", take);
  }, []);
  useEffect(() => {
    if (waiting === "") return;
    let isShown = true;
    void cases.readSlip(waiting).then((outcome) => {
      if (!isShown) return;
      setRead(outcome.ok ? { text: waiting, slip: outcome.slip } : null);
      setProblem(outcome.ok ? null : outcome.problem);
      setWaiting("");
    });
    return () => {
      isShown = false;
    };
  }, [waiting, cases]);
  return (
    <>
      <ScreenHeading title={t`Open a request with a claim slip`} />
      {read ? (
        <Choice of={read} onOther={() => setRead(null)} />
      ) : (
        <SlipField
          problem={problem}
          onText={(text) => (text.trim() === "" ? setProblem("slip-not-a-slip") : setWaiting(text))}
        />
      )}
    </>
  );
}
