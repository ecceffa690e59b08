/** Whether what was written is on this device, always visible; a failure says what is safe and what to do. */
import { t } from "@lingui/core/macro";
import { Icon } from "../icon.tsx";
import { ProblemNote } from "../problem-note.tsx";
import type { FormFilling } from "./form-filling.ts";

export function SavingLine({ filling, onOtherVersion }: { filling: FormFilling; onOtherVersion: () => void }) {
  const saving = filling.writer.state.value;
  switch (saving.kind) {
    case "saved":
      return (
        <p class="saving">
          <Icon name="check" /> {t`Saved on this device`}
        </p>
      );
    case "saving":
      return <p class="saving">{t`Saving…`}</p>;
    case "failed":
      return (
        <div class="saving">
          <ProblemNote problem={saving.problem} />
          <p class="actions">
            {saving.problem === "changed-elsewhere" ? (
              <>
                <button type="button" class="button quiet-button" onClick={onOtherVersion}>
                  {t`Use the other version`}
                </button>
                <button
                  type="button"
                  class="button quiet-button"
                  onClick={() => void filling.writer.keepMine(filling.snapshot())}
                >
                  {t`Keep what is written here`}
                </button>
              </>
            ) : (
              <button type="button" class="button quiet-button" onClick={() => void filling.writer.flush()}>
                {t`Try again`}
              </button>
            )}
          </p>
        </div>
      );
    default:
      return saving satisfies never;
  }
}
