/** What stands around every screen: practice banner, header with languages and ways, status, content, origin and date. */
import { t } from "@lingui/core/macro";
import type { ComponentChildren } from "preact";
import { addressOf, addressOfOwn } from "../../core/address.ts";
import { directionOf } from "../../core/text.ts";
import { formatDate, useReading } from "../reading.tsx";
import { Icon } from "./icon.tsx";
import { StatusLine } from "./status-line.tsx";
import { Words } from "./words.tsx";

const nameOf = (language: string): string =>
  new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language;

function Languages() {
  const { place, language, route, own } = useReading();
  return (
    <nav class="languages" aria-label={t`Languages`}>
      {place.languages.map((other) => (
        <a
          href={own ? addressOfOwn(other, own) : addressOf(other, place.id, route)}
          lang={other}
          dir={directionOf(other)}
          // A form that is open stays open: its place in it stands in the fragment.
          onClick={(event) => {
            event.currentTarget.hash = location.hash;
          }}
          {...(other === language ? { "aria-current": "true" as const } : {})}
        >
          {nameOf(other)}
        </a>
      ))}
    </nav>
  );
}

/** The ways to the screens of this device, from everywhere. */
function Ways() {
  const { language, own } = useReading();
  const ways = [
    { screen: "search", icon: "search", name: t`Search` },
    { screen: "mine", icon: "person", name: t`My requests` },
    { screen: "settings", icon: "settings", name: t`Settings` },
  ] as const;
  return (
    <nav class="ways" aria-label={t`This device`}>
      {ways.map(({ screen, icon, name }) => (
        <a href={addressOfOwn(language, screen)} {...(screen === own ? { "aria-current": "page" as const } : {})}>
          <Icon name={icon} /> {name}
        </a>
      ))}
    </nav>
  );
}

/** Where the texts come from and how old they are: machine until an outside person reviewed them (P8). */
function Origin() {
  const { texts, language, manifest, place } = useReading();
  const origin = texts[language]?.origin;
  const issuedAt = formatDate(language, manifest.issuedAt);
  return (
    <footer data-origin={origin?.kind ?? "machine"} data-place={place.id} data-sequence={manifest.sequence}>
      <p>
        {origin?.kind === "reviewed"
          ? t`Checked by ${origin.by ?? ""}.`
          : origin?.kind === "imported"
            ? t`Taken over as published by ${origin.from ?? place.importedFrom ?? ""}, not checked here.`
            : t`Written or translated by a machine, not yet checked by a person.`}
      </p>
      <p>
        {t`Content checked: ${issuedAt}`} · {place.licence} ·{" "}
        <a href={addressOfOwn(language, "about")}>{t`About Passerelle`}</a>
      </p>
    </footer>
  );
}

export function Frame({ children }: { children: ComponentChildren }) {
  const { place, manifest, language } = useReading();
  return (
    <>
      {place.practice || manifest.practice ? (
        <aside class="practice">
          <strong>{t`PRACTICE`}</strong> {t`This is an exercise. No authority answers here.`}
        </aside>
      ) : null}
      <header>
        <a class="brand" href={addressOf(language, place.id, { kind: "place" })}>
          Passerelle · <Words id="place.title" />
        </a>
        <Languages />
        <Ways />
      </header>
      <StatusLine />
      <main id="main">{children}</main>
      <Origin />
    </>
  );
}
