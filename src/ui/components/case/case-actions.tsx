/** What the owner can still do with a case. */
import { t } from "@lingui/core/macro";
import { useState } from "preact/hooks";
import { addressOfOwn } from "../../../core/address.ts";
import { useGoTo } from "../../hooks/use-fragment.ts";
import { useLanguage } from "../../hooks/use-language.ts";
import { saveBlob } from "../../save-blob.ts";
import { type CaseView, type Problem, useServices } from "../../services.ts";
import { Confirm } from "../confirm.tsx";
import { Icon } from "../icon.tsx";
import { ProblemNote } from "../problem-note.tsx";
import { canCorrect, canRemove, canWithdraw } from "./case-rights.ts";
import { addressOfDraft } from "./draft-card.tsx";

type WithdrawalOutcome = "withdrawn" | "asked" | "requested";

function withdrawalWords(outcome: WithdrawalOutcome): string {
  switch (outcome) {
    case "withdrawn":
      return t`Taken back. The office does not get it.`;
    case "asked":
      return t`We ask the server first, because something may have arrived. Until it answers, nothing more is sent.`;
    case "requested":
      return t`The office has it already. We ask the office to take it back; the office decides.`;
    default:
      return outcome satisfies never;
  }
}

/** What taking back will do in this state (S4). */
function WithdrawalQuestion({ state }: Pick<CaseView, "state">) {
  if (state === "waiting")
    return (
      <p>{t`Take this form back? If nothing was sent yet, it ends here. If something may have arrived, we ask the server first.`}</p>
    );
  if (state === "sending" || state === "on its way")
    return <p>{t`Take this form back? A part of it may have arrived already, so we ask the server first.`}</p>;
  return (
    <p>{t`Ask the office to take this form back? The office has it already and decides. A message is sent to it.`}</p>
  );
}

export function CaseActions({ of }: { of: CaseView }) {
  const { cases } = useServices();
  const goTo = useGoTo();
  const language = useLanguage();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [outcome, setOutcome] = useState<WithdrawalOutcome | null>(null);
  const correct = async () => {
    const made = await cases.correct({ id: of.id, language });
    if (made.ok) goTo(addressOfDraft(language, made.draft));
    else setProblem(made.problem);
  };
  const withdraw = async () => {
    const asked = await cases.withdraw({ id: of.id, language });
    setProblem(asked.ok ? null : asked.problem);
    setOutcome(asked.ok ? asked.outcome : null);
  };
  const save = async () => {
    const blob = await cases.exportOne(of.id).catch(() => null);
    if (blob === null) return setProblem("not-found");
    setProblem(null);
    saveBlob({ blob, name: `passerelle-${of.number}` });
  };
  const remove = async () => {
    const removed = await cases.remove(of.id);
    if (removed.ok) goTo(addressOfOwn(language, "mine"));
    else setProblem(removed.problem);
  };
  return (
    <section>
      <h2>{t`What you can do`}</h2>
      <ul class="list stack">
        {canCorrect(of) ? (
          <li>
            <button
              type="button"
              class={of.state === "refused" ? "button" : "button quiet-button"}
              onClick={() => void correct()}
            >
              <Icon name="paper" /> {t`Correct it and send it again`}
            </button>
            <p class="quiet">{t`A new form opens with the same answers and photos.`}</p>
          </li>
        ) : null}
        <li>
          <button type="button" class="button quiet-button" onClick={() => void save()}>
            <Icon name="download" /> {t`Save a copy as a file`}
          </button>
          <p class="quiet">{t`The file is not locked. Whoever has it can read it.`}</p>
        </li>
        {canWithdraw(of) ? (
          <li>
            <Confirm
              ask={t`Take it back`}
              icon="paper"
              yes={t`Yes, take it back`}
              no={t`No, leave it`}
              onYes={withdraw}
            >
              <WithdrawalQuestion state={of.state} />
            </Confirm>
          </li>
        ) : null}
        <li>
          {canRemove(of) ? (
            <Confirm ask={t`Remove from this device`} icon="trash" yes={t`Yes, remove`} onYes={remove}>
              <p>
                {t`Remove this request from this device?`}{" "}
                {of.state === "refused" || of.state === "withdrawn"
                  ? t`Your answers are then lost. Save a copy first if you need them.`
                  : t`The office keeps what it has. Without your claim slip you cannot read its answers any more.`}
              </p>
            </Confirm>
          ) : (
            <p class="quiet">{t`It can be removed from this device once it has arrived, or after you took it back.`}</p>
          )}
        </li>
      </ul>
      <p role="status">{outcome === null ? null : withdrawalWords(outcome)}</p>
      <ProblemNote problem={problem} />
    </section>
  );
}
