import { t } from "@lingui/core/macro";
import type { PlacedForm } from "../../../core/place.ts";
import { directionOf } from "../../../core/text.ts";
import { useLanguage } from "../../hooks/use-language.ts";
import type { TimelineEntry } from "../../services.ts";
import { Icon } from "../icon.tsx";
import { StateBadge } from "../state-words.tsx";
import { Words } from "../words.tsx";

/**
 * A status and reply of the desk: phrases in the reader's language, free text as it was written and marked with its language. With
 * `form` it stands in the ReadingContext of the form's place.
 */
export function DeskReply({ of, form }: { of: Extract<TimelineEntry, { kind: "desk" }>; form: PlacedForm | null }) {
  const language = useLanguage();
  const phrases = of.phrases.map((id) => form?.phrases.find((phrase) => phrase.id === id) ?? null);
  const unknown = phrases.filter((phrase) => phrase === null).length;
  return (
    <div class="reply">
      {of.status === null ? null : (
        <p>
          <StateBadge state={of.status} />
        </p>
      )}
      {phrases.map((phrase) =>
        phrase === null ? null : (
          <p>
            <Words id={phrase.text} />
          </p>
        ),
      )}
      {unknown > 0 ? (
        <p class="problem">
          <Icon name="alert" />{" "}
          {t`The office used a phrase that this device does not have. Update the content of this place in the settings.`}
        </p>
      ) : null}
      {of.text === null ? null : <FreeText text={of.text} language={of.textLanguage} reader={language} />}
    </div>
  );
}

function FreeText({ text, language, reader }: { text: string; language: string | null; reader: string }) {
  const name = language === null ? null : nameOf(language, reader);
  return (
    <figure>
      <figcaption class="quiet">
        {name === null ? t`Written by the office` : t`Written by the office, language: ${name}`}
        {language === null || sameLanguage(language, reader) ? null : <> · {t`not translated`}</>}
      </figcaption>
      <blockquote
        class="as-written"
        {...(language === null ? { dir: "auto" as const } : { lang: language, dir: directionOf(language) })}
      >
        {text}
      </blockquote>
    </figure>
  );
}

const nameOf = (language: string, reader: string): string =>
  new Intl.DisplayNames([reader], { type: "language" }).of(language) ?? language;

const sameLanguage = (one: string, other: string): boolean => one.split("-")[0] === other.split("-")[0];
