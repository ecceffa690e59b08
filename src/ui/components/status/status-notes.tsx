import { t } from "@lingui/core/macro";
import type { ComponentChildren } from "preact";
import { readingOnlyWords } from "../../error-messages.ts";
import { useServices } from "../../services.ts";

function Note({ children }: { children: ComponentChildren }) {
  return (
    <div class="needed" role="status">
      {children}
    </div>
  );
}

/** What the person must know or do: a device that only reads, a new version, an emptied store, content past its date. */
export function StatusNotes() {
  const { app } = useServices();
  const { readingOnly, updateWaiting, storeWasEmptied, isStale } = app.status.value;
  const why = readingOnly === null ? null : readingOnlyWords(readingOnly);
  return (
    <>
      {why === null ? null : (
        <Note>
          <strong>{why.what}</strong> {why.safe} {why.todo}
        </Note>
      )}
      {updateWaiting ? (
        <Note>
          {t`A new version of this app is ready.`}{" "}
          <button type="button" class="button" onClick={app.restart}>
            {t`Restart now`}
          </button>
        </Note>
      ) : null}
      {storeWasEmptied ? (
        <Note>
          {t`This browser deleted what was kept here, drafts and requests too.`}{" "}
          {t`What was received is still at the office. A claim slip opens it again.`}{" "}
          <button type="button" class="button quiet-button" onClick={app.dismissEmptiedNote}>
            {t`I understand`}
          </button>
        </Note>
      ) : null}
      {isStale ? (
        <Note>{t`This content is past its date. Connect to the internet to fetch newer content.`}</Note>
      ) : null}
    </>
  );
}
