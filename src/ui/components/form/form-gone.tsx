import { t } from "@lingui/core/macro";
import { addressOfOwn } from "../../../core/address.ts";
import type { PlacedForm } from "../../../core/place.ts";
import { useReading } from "../../reading.tsx";
import type { Problem } from "../../services.ts";
import { ProblemNote } from "../problem-note.tsx";
import { Words } from "../words.tsx";
import { startLink } from "./form-fragment.ts";
import { FormHeading } from "./form-heading.tsx";

/** What the address leads to is not here any more (sent, deleted, or of a form that is not kept): why, and where to go on. */
export function FormGone({ form, problem }: { form: PlacedForm; problem: Problem }) {
  const { language } = useReading();
  return (
    <div class="filling">
      <FormHeading at={`gone ${problem}`}>
        <Words id={form.title} />
      </FormHeading>
      <ProblemNote problem={problem} />
      <ul class="list">
        <li>
          <a href={startLink}>{t`To the beginning of this form`}</a>
        </li>
        <li>
          <a href={addressOfOwn(language, "mine")}>{t`My requests`}</a>
        </li>
      </ul>
    </div>
  );
}
