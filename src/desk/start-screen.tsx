/** Who works here: officers of this browser, a new one, or one with a recovery file. */
import { t } from "@lingui/core/macro";
import { useState } from "preact/hooks";
import { FailureNote } from "../ui/components/problem-note.tsx";
import { ScreenHeading } from "../ui/components/screen-heading.tsx";
import { Fingerprint } from "./fingerprints.tsx";
import { type OfficerRecord, readRecoveryFile, recordOfRecoveryFile } from "./officer-record.ts";

export function StartScreen(props: {
  records: readonly OfficerRecord[];
  onRecord: (record: OfficerRecord) => void;
  onRecovered: (record: OfficerRecord) => void;
  onSetup: () => void;
}) {
  const [isWrongFile, setWrongFile] = useState(false);
  const recover = async (file: File | undefined) => {
    if (!file) return;
    const read = readRecoveryFile(await file.text());
    setWrongFile(read === null);
    if (read) props.onRecovered(recordOfRecoveryFile(read));
  };
  const wrong = {
    what: t`This is no recovery file of a desk.`,
    safe: t`Nothing was changed.`,
    todo: t`Choose the file that you saved when you made your keys. Its name begins with "recovery".`,
  };
  return (
    <main id="main" class="desk-page">
      <ScreenHeading title={t`Desk`} />
      <p>{t`For officers: read what people send to your desk, and answer.`}</p>
      {props.records.length === 0 ? null : (
        <ul class="plain-list">
          {props.records.map((record) => (
            <li key={record.kid}>
              <button type="button" class="button quiet-button wide" onClick={() => props.onRecord(record)}>
                <span>
                  <bdi>{record.file.place}</bdi> · <bdi>{record.file.desk}</bdi>
                </span>
                <Fingerprint kid={record.kid} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <section class="card">
        <h2>{t`New at a desk`}</h2>
        <p class="actions">
          <button type="button" class="button" onClick={props.onSetup}>
            {t`Set up your desk`}
          </button>
        </p>
      </section>
      <section class="card">
        <h2>{t`You have a recovery file`}</h2>
        <FailureNote words={isWrongFile ? wrong : null} />
        <label class="field">
          <span>{t`Recovery file`}</span>
          <input
            type="file"
            accept="application/json,.json"
            onChange={(event) => void recover(event.currentTarget.files?.[0])}
          />
        </label>
      </section>
    </main>
  );
}
