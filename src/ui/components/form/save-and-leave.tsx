import { t } from "@lingui/core/macro";
import { startLink } from "./form-fragment.ts";

/** Back to the form's beginning; leaving a screen writes what is left of it. */
export function SaveAndLeave() {
  return (
    <p>
      <a class="save-and-leave" href={startLink}>
        {t`Save and leave`}
      </a>
    </p>
  );
}
