import { t } from "@lingui/core/macro";
import type { CaseFault } from "../../services.ts";
import { Icon } from "../icon.tsx";

function faultWords(fault: CaseFault): string {
  switch (fault.kind) {
    case "gap": {
      const { from, until } = fault;
      return from === until
        ? t`Message ${from} of the office is missing here. It may still come.`
        : t`Messages ${from} to ${until} of the office are missing here. They may still come.`;
    }
    case "fork": {
      const { number } = fault;
      return t`There are two different messages with the number ${number}. One of them may be false.`;
    }
    case "broken": {
      const { number } = fault;
      return t`Message ${number} does not follow from the message before it. Something may be missing or changed.`;
    }
    case "unverified": {
      const { number } = fault;
      return t`Message ${number} is not signed by an officer of this office. It is not shown.`;
    }
    default:
      return fault satisfies never;
  }
}

/** What is wrong with the numbering of the office's messages; what was verified stays above (S8.3). */
export function CaseFaults({ faults }: { faults: readonly CaseFault[] }) {
  if (faults.length === 0) return null;
  return (
    <section class="problem" data-faults>
      <p>
        <Icon name="alert" /> <strong>{t`The messages of the office are not complete.`}</strong>
      </p>
      <ul>
        {faults.map((fault) => (
          <li>{faultWords(fault)}</li>
        ))}
      </ul>
      <p>{t`What is shown was verified. Ask the office about the rest, by phone or in person.`}</p>
    </section>
  );
}
