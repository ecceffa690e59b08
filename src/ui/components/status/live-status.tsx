import { t } from "@lingui/core/macro";
import { useContext, useRef } from "preact/hooks";
import { formatSize } from "../../data-size.ts";
import { useLanguage } from "../../hooks/use-language.ts";
import { formatDate, ReadingContext } from "../../reading.tsx";
import { useServices } from "../../services.ts";
import "../../app.css";
import { KeepButton } from "./keep-button.tsx";
import { StatusNotes } from "./status-notes.tsx";
import { connectionWords, fetchingWords, lastContactWords, waitingWords } from "./status-words.ts";

/** The quiet line of the running app. "Ready to work offline" is told once, when it became true before the reader's eyes. */
export function LiveStatus() {
  const { app } = useServices();
  const language = useLanguage();
  const reading = useContext(ReadingContext);
  const status = app.status.value;
  const { fetching, readyOffline } = status;
  const wasUnready = useRef(false);
  if (fetching && !readyOffline) wasUnready.current = true;
  const size = formatSize(language, readyOffline?.bytes ?? 0);
  const issuedAt = reading ? formatDate(reading.language, reading.manifest.issuedAt) : null;
  const isNews = readyOffline !== null && wasUnready.current;
  const words = [
    readyOffline && !isNews && status.connection !== "no-connection" ? t`Ready offline (${size})` : null,
    connectionWords(status),
    waitingWords(status),
    fetchingWords(status, language),
    lastContactWords(status, { language, now: app.now() }),
    issuedAt === null ? null : t`Content checked: ${issuedAt}`,
  ].filter((one) => one !== null);
  return (
    <>
      <p>
        <span role="status">{isNews ? <strong>{t`Ready to work offline (${size})`}</strong> : null}</span>
        {isNews && words.length > 0 ? " · " : null}
        {words.join(" · ")}
      </p>
      <KeepButton />
      <StatusNotes />
    </>
  );
}
