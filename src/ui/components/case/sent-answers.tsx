/** What the person sent, opened from the owner's copy, with questions and choices in the reader's language. */
import { t } from "@lingui/core/macro";
import { useState } from "preact/hooks";
import { createFormSession } from "../../../core/form/form-session.ts";
import { directionOf } from "../../../core/text.ts";
import { useLanguage } from "../../hooks/use-language.ts";
import { type CaseView, type SentAnswers, useServices } from "../../services.ts";
import { Icon } from "../icon.tsx";
import { PhotoView } from "./photo-view.tsx";

export function YourAnswers({ of }: { of: CaseView }) {
  const { cases } = useServices();
  const [sent, setSent] = useState<SentAnswers | "closed" | "opening" | "missing">("closed");
  const open = async () => {
    setSent("opening");
    setSent((await cases.sent(of.id).catch(() => null)) ?? "missing");
  };
  return (
    <section>
      <h2>{t`Your answers`}</h2>
      {sent === "missing" ? (
        <p>{t`Your answers cannot be opened on this device. The office has them.`}</p>
      ) : typeof sent === "string" ? (
        <button type="button" class="button quiet-button" disabled={sent === "opening"} onClick={() => void open()}>
          <Icon name="paper" /> {sent === "opening" ? t`Opening…` : t`Show what you sent`}
        </button>
      ) : (
        <Answers of={of} sent={sent} />
      )}
    </section>
  );
}

function Answers({ of, sent }: { of: CaseView; sent: SentAnswers }) {
  const { cases } = useServices();
  const language = useLanguage();
  const photo = (path: string) => sent.attachments.find((attachment) => attachment.path === path);
  if (sent.source === null)
    return (
      <>
        <p>{t`The questions of this form are not on this device. These are your answers as they were sent.`}</p>
        <ul>
          {Object.entries(sent.answers).map(([path, value]) => (
            <li dir="auto" key={path}>
              {value}
            </li>
          ))}
        </ul>
      </>
    );
  const { form } = sent.source;
  const shown = form.languages.includes(language) ? language : form.defaultLanguage;
  // Conditions are asked as on the day when it was finished: a question that was answered is shown.
  const session = createFormSession({
    form,
    answers: sent.answers,
    environment: { now: () => of.finalisedAt, random: () => 0 },
  });
  const screens = session
    .screens(shown)
    .map(({ title, questions }) => ({ title, answered: questions.filter(({ value }) => value !== "") }))
    .filter(({ answered }) => answered.length > 0);
  return (
    <div {...(shown === language ? {} : { lang: shown, dir: directionOf(shown) })}>
      {screens.map(({ title, answered }) => (
        <section>
          <h3>{title}</h3>
          <dl>
            {answered.map(({ path, label, type }) => {
              const attached = type === "image" ? photo(path) : undefined;
              return (
                <>
                  <dt>{label}</dt>
                  <dd dir="auto" class="as-written">
                    {attached ? (
                      <PhotoView
                        label={label}
                        bytes={attached.bytes}
                        load={() => cases.attachment({ id: of.id, part: attached.part })}
                      />
                    ) : type === "acknowledge" ? (
                      t`Confirmed`
                    ) : (
                      session.display(path, shown)
                    )}
                  </dd>
                </>
              );
            })}
          </dl>
        </section>
      ))}
    </div>
  );
}
