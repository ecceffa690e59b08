/** About this app: version, changes, sources, and what it cannot do, told honestly. */
import { t } from "@lingui/core/macro";
import { addressOfOwn } from "../../core/address.ts";
import { changes } from "../changes.ts";
import { Icon } from "../components/icon.tsx";
import { ScreenHeading } from "../components/screen-heading.tsx";
import { titleOfPlace } from "../components/settings/kept-place-card.tsx";
import { useLanguage } from "../hooks/use-language.ts";
import { useReadings } from "../hooks/use-readings.ts";
import { formatDate } from "../reading.tsx";
import { type KeptPlace, useServices } from "../services.ts";

/** As docs/keys.md "Limits, told honestly" has them, in the words of those whom they concern. */
const limits = (): readonly string[] => [
  t`Passerelle is not an authority. It decides nothing, and it gives no legal advice.`,
  t`The texts were written and translated by a machine. No person has checked them yet, unless a page says so.`,
  t`Whoever runs the server of this app could serve a changed app. No key protects against that.`,
  t`On your very first visit, an old version of the content cannot be told from the newest.`,
  t`The server learns which office, which form, how large and in which hour. It cannot read what you wrote.`,
  t`The browser may empty its memory. What was not sent is then lost; your claim slips open the rest.`,
  t`Whoever holds your unlocked device can open what is on it. There is no PIN yet.`,
  t`If power fails while you type, an old browser can lose your last words.`,
  t`Search finds words and their beginnings. It does not understand questions yet.`,
];

function Changes() {
  const language = useLanguage();
  return (
    <section>
      <h2>{t`What changed`}</h2>
      {changes.map(({ version, date, words }) => (
        <article key={version}>
          <h3>
            <bdi>{version}</bdi> · {formatDate(language, date)}
          </h3>
          <ul>
            {words().map((one) => (
              <li>{one}</li>
            ))}
          </ul>
        </article>
      ))}
    </section>
  );
}

function Sources({ kept }: { kept: readonly KeptPlace[] }) {
  const language = useLanguage();
  const readings = useReadings(kept.map(({ place }) => place));
  return (
    <section>
      <h2>{t`Where it comes from`}</h2>
      <p>{t`Each procedure names the laws that it rests on, with links to their text.`}</p>
      <ul>
        {kept.map((one) => {
          const place = readings.get(one.place)?.place;
          return (
            <li key={one.place}>
              <bdi>{titleOfPlace(one, language)}</bdi>
              {place === undefined ? null : (
                <>
                  {" · "}
                  {t`Licence of the texts:`} <bdi>{place.licence}</bdi>
                  {place.importedFrom === undefined ? null : (
                    <>
                      {" · "}
                      {t`Taken over from:`} <bdi>{place.importedFrom}</bdi>
                    </>
                  )}
                </>
              )}
            </li>
          );
        })}
      </ul>
      <p>
        {t`Licence of the app:`} <bdi>EUPL-1.2</bdi>. {t`It uses free software of others:`}{" "}
        <bdi>Preact, Lingui, idb, Workbox, uqr, hpke, fflate</bdi>.
      </p>
    </section>
  );
}

export function AboutScreen() {
  const { packs, app } = useServices();
  const language = useLanguage();
  const [newest] = changes;
  const version = newest?.version ?? "";
  const kept = packs.places.value.filter(({ isKept }) => isKept);
  return (
    <>
      <ScreenHeading title={t`About Passerelle`} />
      <p class="lead">
        {t`What to do, in which order, with which papers, at which office. In your language, and without a connection.`}
      </p>
      <p>
        {t`Version:`} <bdi>{version}</bdi>
      </p>
      {app.status.value.updateWaiting ? (
        <p class="actions">
          <button type="button" class="button" onClick={() => app.restart()}>
            {t`Take the new version and restart`}
          </button>
        </p>
      ) : null}
      <section>
        <h2>{t`What it cannot do`}</h2>
        <ul>
          {limits().map((one) => (
            <li>{one}</li>
          ))}
        </ul>
      </section>
      <section>
        <h2>{t`Your data`}</h2>
        <p>{t`There is no account and no tracking. What you write is sealed on this device, and only the office can open it.`}</p>
        <p>
          <a href={addressOfOwn(language, "settings")}>
            <Icon name="settings" /> {t`See what is on this device`}
          </a>
        </p>
      </section>
      <section>
        <h2>{t`Accessibility`}</h2>
        <p>{t`We aim at WCAG 2.2 AA. A program checks every screen; no person with a disability has tested it for us yet.`}</p>
        <p>{t`There is no accessibility statement yet. The people who run this service must write one before they open it.`}</p>
      </section>
      <section>
        <h2>{t`Contact`}</h2>
        <p>{t`The people who run this service have not given a contact here yet. Ask at the office where you heard of it.`}</p>
      </section>
      <Changes />
      <Sources kept={kept} />
    </>
  );
}
