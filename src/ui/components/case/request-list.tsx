/** All requests of this device by what they need: from you, from a connection, from the office, nothing any more. */
import { t } from "@lingui/core/macro";
import { useEffect } from "preact/hooks";
import { addressOf, addressOfOwn } from "../../../core/address.ts";
import { useLanguage } from "../../hooks/use-language.ts";
import { useReadings } from "../../hooks/use-readings.ts";
import { useServices } from "../../services.ts";
import { Icon } from "../icon.tsx";
import { ProblemNote } from "../problem-note.tsx";
import { ScreenHeading, Skeleton } from "../screen-heading.tsx";
import { CaseCard } from "./case-card.tsx";
import { type CaseSection, sectionsOf } from "./case-sections.ts";
import { DraftCard } from "./draft-card.tsx";
import { NewsButton } from "./news-button.tsx";

const sectionTitle: Readonly<Record<CaseSection, () => string>> = {
  "needs you": () => t`You are needed`,
  waiting: () => t`Waiting to be sent`,
  sent: () => t`Sent`,
  ended: () => t`Ended`,
};

function NothingHere() {
  const { app } = useServices();
  const language = useLanguage();
  return (
    <section class="empty">
      <p>
        <Icon name="paper" /> {t`You have not begun any form on this device.`}
      </p>
      {app.status.value.storeWasEmptied ? (
        <p class="needed">
          {t`The browser emptied its memory. What was sent is still with the office. Open it again with your claim slip.`}
        </p>
      ) : null}
      <ProblemNote problem={app.status.value.readingOnly === null ? null : "reading-only"} />
      <p class="quiet">{t`What you begin or send stands here. It stays on this device.`}</p>
      <p class="actions">
        <a class="button" href={addressOf(language, "", { kind: "home" })}>
          {t`What you can get done`} <Icon name="arrow" />
        </a>
      </p>
    </section>
  );
}

export function RequestList({ takesFocus }: { takesFocus: boolean }) {
  const { drafts, cases } = useServices();
  const language = useLanguage();
  const shownDrafts = drafts.drafts.value;
  const shownCases = cases.cases.value;
  const isLoading = drafts.isLoaded?.value === false || cases.isLoaded?.value === false;
  const readings = useReadings([...shownDrafts, ...shownCases].map(({ place }) => place));
  useEffect(() => {
    // Quietly: the status line tells about the connection, the button answers in words.
    void cases.refresh().catch(() => undefined);
  }, [cases]);
  const sections = sectionsOf(shownCases);
  const cards = (section: CaseSection) =>
    sections
      .filter((one) => one.section === section)
      .map((one) => (
        <section>
          <h2>{sectionTitle[section]()}</h2>
          {one.cases.map((each) => (
            <CaseCard key={each.id} of={each} reading={readings.get(each.place)} />
          ))}
        </section>
      ));
  return (
    <>
      <ScreenHeading title={t`My requests`} takesFocus={takesFocus} />
      {isLoading ? (
        <Skeleton label={t`Reading what is on this device`} />
      ) : shownDrafts.length + shownCases.length === 0 ? (
        <NothingHere />
      ) : (
        <>
          {cards("needs you")}
          {shownDrafts.length === 0 ? null : (
            <section>
              <h2>{t`Not finished`}</h2>
              {shownDrafts.map((draft) => (
                <DraftCard key={draft.id} draft={draft} reading={readings.get(draft.place)} />
              ))}
            </section>
          )}
          {cards("waiting")}
          {cards("sent")}
          {cards("ended")}
          {shownCases.length === 0 ? null : <NewsButton />}
        </>
      )}
      <nav class="more" aria-label={t`More`}>
        <ul class="list">
          <li>
            <a href={addressOfOwn(language, "claim")}>
              <Icon name="id-card" /> {t`Open a request with a claim slip`}
            </a>
          </li>
          <li>
            <a href={addressOfOwn(language, "receipt")}>
              <Icon name="check" /> {t`Check a receipt`}
            </a>
          </li>
        </ul>
      </nav>
    </>
  );
}
