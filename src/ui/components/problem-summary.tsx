import { t } from "@lingui/core/macro";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "./icon.tsx";

export type SummaryEntry = {
  /** Id of the field that the entry leads to. */
  readonly field: string;
  readonly label: string;
  readonly words: string;
  /** Address of the field when it is on another screen. */
  readonly href?: string;
};

/** Puts the focus on a field and its label in sight, without touching the fragment. */
function goToField(id: string): void {
  const field = document.getElementById(id);
  field?.focus();
  (field?.closest("[data-question]") ?? field)?.scrollIntoView({ block: "start" });
}

/**
 * What has to be corrected, each a link to its field. It takes the focus whenever `asked` grows: each time that somebody wanted to go
 * on and could not.
 */
export function ProblemSummary({ entries, asked }: { entries: readonly SummaryEntry[]; asked: number }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (asked === 0 || !box.current) return;
    box.current.focus({ preventScroll: true });
    box.current.scrollIntoView({ block: "start" });
  }, [asked]);
  if (entries.length === 0) return null;
  return (
    <section class="problem-summary" tabIndex={-1} ref={box} aria-labelledby="problem-summary-title">
      <h2 id="problem-summary-title">
        <Icon name="alert" /> {t`Please correct this first`}
      </h2>
      <ul>
        {entries.map(({ field, label, words, href }) => (
          <li key={field}>
            <a
              href={href ?? `#${field}`}
              onClick={
                href === undefined
                  ? (event) => {
                      event.preventDefault();
                      goToField(field);
                    }
                  : undefined
              }
            >
              {label}: {words}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
