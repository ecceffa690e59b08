import { t } from "@lingui/core/macro";
import { useState } from "preact/hooks";
import { addressOf } from "../../../core/address.ts";
import { useLanguage } from "../../hooks/use-language.ts";
import { formatDayAndTime } from "../../local-time.ts";
import type { Reading } from "../../reading.tsx";
import { type Draft, useServices } from "../../services.ts";
import { Confirm } from "../confirm.tsx";
import { draftLink } from "../form/form-fragment.ts";
import { Icon } from "../icon.tsx";
import { ProblemNote } from "../problem-note.tsx";
import { draftWords } from "../state-words.tsx";
import { FormTitle, PlaceTitle } from "./form-title.tsx";

/** Where a draft goes on: its form's address, the draft in the fragment. */
export const addressOfDraft = (language: string, draft: Draft): string =>
  `${addressOf(language, draft.place, { kind: "form", id: draft.form })}${draftLink({ id: draft.id })}`;

/** A form that is not finished: go on, or delete it. */
export function DraftCard({ draft, reading }: { draft: Draft; reading: Reading | null | undefined }) {
  const { drafts } = useServices();
  const language = useLanguage();
  const [hasFailed, setFailed] = useState(false);
  const savedAt = formatDayAndTime(language, draft.savedAt);
  return (
    <article class="card">
      <h3>
        <Icon name="paper" /> <FormTitle reading={reading} form={draft.form} />
      </h3>
      <p>{draftWords()}</p>
      <p class="quiet">
        <PlaceTitle reading={reading} place={draft.place} /> · {t`Last saved: ${savedAt}`}
      </p>
      <p class="actions">
        <a class="button" href={addressOfDraft(language, draft)}>
          {t`Continue`} <Icon name="arrow" />
        </a>
      </p>
      <Confirm
        ask={t`Delete this draft`}
        icon="trash"
        yes={t`Yes, delete`}
        onYes={() =>
          drafts.remove(draft.id).then(
            () => setFailed(false),
            () => setFailed(true),
          )
        }
      >
        <p>{t`Delete this form and its photos from this device? Nothing of it was sent. You cannot get it back.`}</p>
      </Confirm>
      <ProblemNote problem={hasFailed ? "storage-failed" : null} />
    </article>
  );
}
