/** A page that anyone can open without Passerelle: what was asked and answered, and what was said since. */
import { t } from "@lingui/core/macro";
import { createFormSession } from "../../core/form/form-session.ts";
import type { Answers } from "../../core/form/model.ts";
import { directionOf } from "../../core/text.ts";
import { stateLabel } from "../../ui/components/state-words.tsx";
import { formatDayAndTime } from "../../ui/local-time.ts";
import type { FormSource, PlaceTexts, TimelineEntry } from "../../ui/services.ts";

export type PageOf = {
  /** Of the form as it was filled. */
  readonly language: string;
  readonly number: string | null;
  readonly source: FormSource | null;
  readonly answers: Answers;
  /** When conditions are asked, as of that day. */
  readonly at: string;
  readonly timeline: readonly TimelineEntry[];
  /** For the desk's phrases. */
  readonly reading: PlaceTexts | null;
  readonly form: string;
};

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => escapes[character] ?? character);
const paragraph = (text: string): string => `<p dir="auto" class="text">${escaped(text)}</p>`;

/** The whole document. Nothing in it is fetched or run. */
export function exportPage(of: PageOf): string {
  const title = of.source?.form.title ?? of.form;
  const number = of.number === null ? t`Not finished` : t`No. ${of.number}`;
  const said = of.timeline.map((entry) => `<li>${timelineText(of, entry)}</li>`);
  return `<!doctype html>
<html lang="${escaped(of.language)}" dir="${directionOf(of.language)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title>
<style>body{max-width:40em;margin:1em auto;padding:0 1em;font:18px/1.5 sans-serif}dt{font-weight:bold;margin-top:.5em}.text{white-space:pre-wrap}</style></head>
<body><h1>${escaped(title)}</h1><p>${escaped(number)}</p>
${answersHtml(of)}
${said.length > 0 ? `<h2>${escaped(t`What happened so far`)}</h2><ol>${said.join("\n")}</ol>` : ""}
</body></html>
`;
}

function answersHtml({ source, answers, language, at }: PageOf): string {
  if (source === null) return pairs(Object.entries(answers).map(([label, value]) => ({ label, value })));
  const { form } = source;
  const shown = form.languages.includes(language) ? language : form.defaultLanguage;
  const session = createFormSession({ form, answers, environment: { now: () => at, random: () => 0 } });
  const screens = session.screens(shown).map(({ title, questions }) => {
    const answered = questions.filter(({ value }) => value !== "");
    const html = pairs(answered.map(({ label, path }) => ({ label, value: session.display(path, shown) })));
    return answered.length > 0 ? `<h2>${escaped(title)}</h2>${html}` : "";
  });
  return screens.join("\n");
}

const pairs = (answers: readonly { label: string; value: string }[]): string =>
  `<dl>${answers
    .map(({ label, value }) => `<dt>${escaped(label)}</dt><dd dir="auto" class="text">${escaped(value)}</dd>`)
    .join("\n")}</dl>`;

function timelineText(of: PageOf, entry: TimelineEntry): string {
  const when = (instant: string) => escaped(formatDayAndTime(of.language, instant));
  switch (entry.kind) {
    case "finalised":
      return `${when(entry.at)}: ${escaped(t`You finished the form. It was saved on this device.`)}`;
    case "relayed":
      return `${when(entry.from)}: ${escaped(t`At the centre's box, not yet at the office`)}`;
    case "received":
      return `${when(entry.from)}: ${escaped(t`Received for the office`)}`;
    case "downloaded":
      return escaped(t`The office has fetched it to read it.`);
    case "desk":
      return `${when(entry.sentAt)}: <strong>${escaped(t`The office`)}</strong>${deskText(of, entry)}`;
    case "message":
      return `${when(entry.at)}: <strong>${escaped(t`You`)}</strong>${
        entry.request === "withdraw" ? paragraph(t`You asked the office to take it back.`) : ""
      }${entry.text === "" ? "" : paragraph(entry.text)}${entry.attachments
        .map(({ fileName }) => paragraph(`${entry.id}/${fileName}`))
        .join("")}`;
    default:
      return entry satisfies never;
  }
}

function deskText(of: PageOf, entry: Extract<TimelineEntry, { kind: "desk" }>): string {
  const phrases = of.reading?.place.forms.find(({ id }) => id === of.form)?.phrases ?? [];
  const texts = of.reading?.texts ?? {};
  const words = entry.phrases.map((id) => {
    const text = phrases.find((phrase) => phrase.id === id)?.text ?? id;
    const inLanguage = texts[of.language]?.texts[text] ?? Object.values(texts)[0]?.texts[text];
    return paragraph(typeof inLanguage === "string" ? inLanguage : id);
  });
  const status = entry.status === null ? "" : paragraph(stateLabel(entry.status));
  return `${status}${words.join("")}${entry.text === null ? "" : paragraph(entry.text)}`;
}
