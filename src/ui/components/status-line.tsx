/** The quiet line under the header: what this device has and whether the hub answers, always in one place. */
import { t } from "@lingui/core/macro";
import { useContext } from "preact/hooks";
import { AppPartsContext } from "../app-parts.ts";
import { formatDate, useReading } from "../reading.tsx";

/** Keeps its height while the app loads, so that nothing jumps. */
export function StatusLine() {
  const { status: Status } = useContext(AppPartsContext);
  const { language, manifest } = useReading();
  const issuedAt = formatDate(language, manifest.issuedAt);
  return (
    <section class="status" aria-label={t`This device`}>
      {Status ? <Status /> : <p>{t`Content checked: ${issuedAt}`}</p>}
    </section>
  );
}
