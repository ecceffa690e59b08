/**
 * What a person is told before sending (GDPR Art. 13, P11), as rows: the screen shows exactly these, and the words that are sealed
 * with the answers are made of exactly these.
 */
import { t } from "@lingui/core/macro";
import type { PlacedForm } from "../../../core/place.ts";
import { findText, type Reading } from "../../reading.tsx";

export type NoticeRow = {
  readonly name: string;
  readonly words: string;
  /** Language of the words: another than the reader's where the translation is missing. */
  readonly language: string;
  /** Said beside the words (P8); null when they are translated and current. */
  readonly mark: string | null;
};
export type NoticeSection = { readonly title: string; readonly rows: readonly NoticeRow[] };

function row(reading: Reading, name: string, id: string): NoticeRow {
  const found = findText(reading, id);
  const { language } = reading;
  if (typeof found?.text !== "string") return { name, words: t`This text is missing.`, language, mark: null };
  const mark =
    found.language !== language
      ? t`Not translated yet`
      : found.isStale
        ? t`The source changed after this was translated`
        : null;
  return { name, words: found.text, language: found.language, mark };
}

const answerWords = (value: "yes" | "no" | "unknown"): string =>
  value === "yes" ? t`Yes` : value === "no" ? t`No` : t`Unknown`;

export function noticeSections({ reading, form }: { reading: Reading; form: PlacedForm }): readonly NoticeSection[] {
  const { notice, consequences } = form;
  const { whoMay, mayLearn } = consequences;
  const { language } = reading;
  const plain = (name: string, words: string): NoticeRow => ({ name, words, language, mark: null });
  const who = [
    whoMay.adult ? t`an adult` : null,
    whoMay.childFromAge === null ? null : t`a child from age ${whoMay.childFromAge}`,
    whoMay.parent ? t`a parent` : null,
    whoMay.representative ? t`a representative` : null,
  ].filter((entry) => entry !== null);
  const isUnknown = mayLearn.immigration === "unknown" || mayLearn.police === "unknown";
  const { deadline, adviser } = consequences;
  return [
    {
      title: t`What sending can cause`,
      rows: [
        row(reading, t`Legal effect`, consequences.legalEffect),
        ...(deadline === undefined ? [] : [row(reading, t`Deadline`, deadline)]),
        row(reading, t`Other ways to do it`, consequences.otherWays),
        plain(t`Who may fill it in`, new Intl.ListFormat(language, { type: "disjunction" }).format(who)),
        plain(t`May immigration authorities learn of it?`, answerWords(mayLearn.immigration)),
        plain(t`May the police learn of it?`, answerWords(mayLearn.police)),
        row(reading, t`How we know`, mayLearn.source),
        ...(adviser === undefined
          ? []
          : [row(reading, isUnknown ? t`Ask an independent adviser first.` : t`Independent advice`, adviser)]),
      ],
    },
    {
      title: t`Your data`,
      rows: [
        row(reading, t`Who reads it`, notice.recipients),
        row(reading, t`What for`, notice.purpose),
        row(reading, t`Legal basis`, notice.legalBasis),
        row(reading, t`How long it is kept`, notice.retention),
        row(reading, t`Your rights`, notice.rights),
        row(reading, t`What happens if you do not give it`, notice.ifNotGiven),
        row(reading, t`Who is responsible for your data`, notice.controller),
        row(reading, t`Data protection officer`, notice.dataProtectionOfficer),
        row(reading, t`Where to complain`, notice.complaint),
      ],
    },
  ];
}

/** The words of a notice in reading order, one line each: what is hashed into the sealed answers. */
export const noticeText = (sections: readonly NoticeSection[]): string =>
  sections
    .flatMap(({ title, rows }) => [
      title,
      ...rows.flatMap(({ name, words, mark }) => [name, words, ...(mark === null ? [] : [mark])]),
    ])
    .join("\n");
