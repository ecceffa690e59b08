import { t } from "@lingui/core/macro";
import { useState } from "preact/hooks";
import { useLanguage } from "../../hooks/use-language.ts";
import { formatDayAndTime } from "../../local-time.ts";
import { type Problem, useServices } from "../../services.ts";
import { Icon } from "../icon.tsx";
import { ProblemNote } from "../problem-note.tsx";

/** Asks the hub for news of all requests, and says how old what is shown is. */
export function NewsButton() {
  const { cases, app } = useServices();
  const language = useLanguage();
  const [isAsking, setAsking] = useState(false);
  const [answer, setAnswer] = useState<"none" | "asked" | Problem>("none");
  const { lastContactAt, connection } = app.status.value;
  const contact = lastContactAt === null ? null : formatDayAndTime(language, lastContactAt);
  const ask = async () => {
    setAsking(true);
    const outcome = await cases.refresh();
    setAsking(false);
    setAnswer(outcome.ok ? "asked" : outcome.problem);
  };
  return (
    <div class="news">
      <p class="quiet">
        {connection === "no-connection" ? (
          <strong>{t`No connection. Everything here can still be read.`} </strong>
        ) : null}
        {contact === null ? t`The server was not asked yet.` : t`Last contact with the server: ${contact}`}
      </p>
      <p class="actions">
        <button type="button" class="button quiet-button" disabled={isAsking} onClick={() => void ask()}>
          <Icon name="clock" /> {isAsking ? t`Asking…` : t`Ask for news now`}
        </button>
      </p>
      <p role="status">{answer === "asked" ? t`Asked just now. What came is shown here.` : null}</p>
      <ProblemNote problem={answer === "none" || answer === "asked" ? null : answer} />
    </div>
  );
}
