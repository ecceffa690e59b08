/** Search over everything that is on this device; nothing that is looked for leaves it. */
import { plural, t } from "@lingui/core/macro";
import { useMemo, useState } from "preact/hooks";
import { addressOf, type ItemKind } from "../../core/address.ts";
import { directionOf } from "../../core/text.ts";
import { Icon } from "../components/icon.tsx";
import { ScreenHeading, Skeleton } from "../components/screen-heading.tsx";
import { SearchField } from "../components/search-field.tsx";
import { useFragment } from "../hooks/use-fragment.ts";
import { useLanguage } from "../hooks/use-language.ts";
import { useReadings } from "../hooks/use-readings.ts";
import { byKind } from "../search/by-kind.ts";
import { entriesOfPlace } from "../search/entries-of-place.ts";
import { indexOf, type SearchEntry, search } from "../search/search.ts";
import { keepSearchWords, lastSearchWords } from "../search/search-words.ts";
import { useServices } from "../services.ts";

/** Shown of each kind before "show more". */
const firstOfKind = 8;

const kindTitle: Readonly<Record<ItemKind, () => string>> = {
  procedure: () => t`What you can get done`,
  form: () => t`Forms`,
  "life-event": () => t`Topics`,
  page: () => t`More to read`,
  office: () => t`Offices`,
  "office-kind": () => t`Kinds of offices`,
  document: () => t`Papers`,
  term: () => t`Words`,
};

function EntryLink({ of }: { of: SearchEntry }) {
  const language = useLanguage();
  const isForeign = of.titleLanguage !== language;
  return (
    <a href={addressOf(language, of.place, { kind: of.kind, id: of.id })}>
      <Icon name={of.icon} />{" "}
      <span {...(isForeign ? { lang: of.titleLanguage, dir: directionOf(of.titleLanguage) } : {})}>{of.title}</span>
    </a>
  );
}

function Hits({ kind, hits }: { kind: ItemKind; hits: readonly SearchEntry[] }) {
  const [isAll, setAll] = useState(false);
  const shown = isAll ? hits : hits.slice(0, firstOfKind);
  const hidden = hits.length - shown.length;
  return (
    <section>
      <h2>{kindTitle[kind]()}</h2>
      <ul class="cards">
        {shown.map((hit) => (
          <li key={`${hit.place}/${hit.id}`}>
            <EntryLink of={hit} />
            <p class="quiet">{hit.placeTitle}</p>
          </li>
        ))}
      </ul>
      {hidden > 0 ? (
        <button type="button" class="button quiet-button" onClick={() => setAll(true)}>
          {plural(hidden, { one: "Show # more", other: "Show # more" })}
        </button>
      ) : null}
    </section>
  );
}

function NothingFound({ entries }: { entries: readonly SearchEntry[] }) {
  const events = entries.filter(({ kind }) => kind === "life-event");
  return (
    <section class="empty">
      <p>{t`Nothing was found in what is on this device. Try another word, or fewer letters.`}</p>
      {events.length === 0 ? null : (
        <>
          <h2>{t`Topics`}</h2>
          <ul class="chips">
            {events.map((event) => (
              <li key={`${event.place}/${event.id}`}>
                <EntryLink of={event} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

export function SearchScreen() {
  const { packs } = useServices();
  const language = useLanguage();
  const fragment = useFragment();
  const [words, setWords] = useState(() => fragment || lastSearchWords());
  const kept = packs.places.value.filter(({ isKept }) => isKept).map(({ place }) => place);
  const readings = useReadings(kept);
  const isRead = kept.every((place) => readings.has(place));
  const known = [...readings.values()].filter((reading) => reading !== null);
  // Indexed once for what is read, not at each keystroke.
  const versions = known.map(({ place, manifest }) => `${place.id} ${manifest.sequence} ${language}`).join();
  // The versions tell when the readings are others.
  const index = useMemo(() => (isRead ? indexOf(known.flatMap(entriesOfPlace)) : null), [isRead, versions]);
  const hits = useMemo(() => (index ? search(index, words) : []), [index, words]);
  const look = (next: string) => {
    keepSearchWords(next);
    setWords(next);
  };
  const found = hits.length;
  return (
    <>
      <ScreenHeading title={t`Search`} />
      <SearchField words={words} onWords={look} onSearch={look} />
      {index === null ? (
        <Skeleton label={t`Reading what is on this device`} />
      ) : kept.length === 0 ? (
        <p class="empty">{t`No place is on this device yet. Keep one in the settings, then you can search without a connection.`}</p>
      ) : (
        <>
          <p class="quiet" role="status">
            {words.trim() === "" || found === 0
              ? null
              : plural(found, { one: "# found on this device", other: "# found on this device" })}
          </p>
          {words.trim() === "" ? (
            <p class="quiet">{t`Looks in everything that is on this device. Nothing of it is sent.`}</p>
          ) : found === 0 ? (
            <NothingFound entries={index.map(({ entry }) => entry)} />
          ) : (
            byKind(hits).map(({ kind, hits: some }) => <Hits key={`${kind} ${words}`} kind={kind} hits={some} />)
          )}
        </>
      )}
    </>
  );
}
