import { t } from "@lingui/core/macro";
import type { Procedure } from "../../core/place.ts";
import { Icon } from "../components/icon.tsx";
import { LawList } from "../components/law-list.tsx";
import { Deadline, StepList } from "../components/step-list.tsx";
import { Words } from "../components/words.tsx";

/** A procedure: for whom, its steps in order, what it costs and gives, the law. */
export function ProcedureScreen({ procedure }: { procedure: Procedure }) {
  const { about, cost, deadline, differs, duration } = procedure;
  return (
    <>
      <h1>
        <Icon name={procedure.icon} /> <Words id={procedure.title} />
      </h1>
      <p class="lead">
        <Words id={procedure.summary} />
      </p>
      <p>
        <strong>{t`For whom:`}</strong> <Words id={procedure.who} />
      </p>
      {about === undefined ? null : <Words id={about} />}
      <h2>{t`Steps`}</h2>
      <StepList steps={procedure.steps} />
      <ul class="facts">
        {cost === undefined ? null : (
          <li>
            <Icon name="coin" /> <span class="name">{t`Cost`}</span> <Words id={cost} />
          </li>
        )}
        {duration === undefined ? null : (
          <li>
            <Icon name="clock" /> <span class="name">{t`Time`}</span> <Words id={duration} />
          </li>
        )}
        {deadline === undefined ? null : <Deadline of={deadline} />}
      </ul>
      {differs === undefined ? null : (
        <section>
          <h2>{t`What differs from country to country`}</h2>
          <Words id={differs} />
        </section>
      )}
      <LawList laws={procedure.law} />
    </>
  );
}
