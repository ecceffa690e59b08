/** What stands around every screen: practice banner, header with languages, content, origin and date. */
import { t } from "@lingui/core/macro";
import type { ComponentChildren } from "preact";
import { addressOf } from "../../core/address.ts";
import { directionOf } from "../../core/text.ts";
import { formatDate, useReading } from "../reading.tsx";
import { Words } from "./words.tsx";

const nameOf = (language: string): string =>
  new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language;

function Languages() {
  const { place, language, route } = useReading();
  return (
    <nav class="languages" aria-label={t`Languages`}>
      {place.languages.map((other) => (
        <a
          href={addressOf(other, place.id, route)}
          lang={other}
          dir={directionOf(other)}
          {...(other === language ? { "aria-current": "true" as const } : {})}
        >
          {nameOf(other)}
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
    <footer data-origin={origin?.kind ?? "machine"}>
      <p>
        {origin?.kind === "reviewed"
          ? t`Checked by ${origin.by ?? ""}.`
          : origin?.kind === "imported"
            ? t`Taken over as published by ${origin.from ?? place.importedFrom ?? ""}, not checked here.`
            : t`Written or translated by a machine, not yet checked by a person.`}
      </p>
      <p>
        {t`Content checked: ${issuedAt}`} · {place.licence}
      </p>
    </footer>
  );
}

export function Frame({ children }: { children: ComponentChildren }) {
  const { place, manifest, language } = useReading();
  return (
    <>
      {place.practice || manifest.practice ? (
        <p class="practice" role="note">
          <strong>{t`PRACTICE`}</strong> {t`This is an exercise. No authority answers here.`}
        </p>
      ) : null}
      <header>
        <a class="brand" href={addressOf(language, place.id, { kind: "place" })}>
          Passerelle · <Words id="place.title" />
        </a>
        <Languages />
      </header>
      <main id="main">{children}</main>
      <Origin />
    </>
  );
}
