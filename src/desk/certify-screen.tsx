/** Waiting to be certified by the publisher: what to hand over, what to compare, and looking again. */
import { t } from "@lingui/core/macro";
import { useEffect, useState } from "preact/hooks";
import { FailureNote } from "../ui/components/problem-note.tsx";
import { ScreenHeading } from "../ui/components/screen-heading.tsx";
import { formatTime } from "../ui/local-time.ts";
import { saveBlob } from "../ui/save-blob.ts";
import { useDesk } from "./desk-context.ts";
import type { DeskFault } from "./desk-fault.ts";
import { type DeskPlace, readDeskPlace } from "./desk-place.ts";
import { isCertified } from "./desk-session.ts";
import { faultWords } from "./fault-words.ts";
import { RequestFingerprints } from "./fingerprints.tsx";
import { recoveryFile, requestFile, requestText } from "./officer-files.ts";
import type { OfficerRecord } from "./officer-record.ts";

const lookAgainMs = 30_000;

/** The request as a file and as text, for a publisher who gets it by mail or by hand. */
export function RequestCard({ record }: { record: OfficerRecord }) {
  return (
    <section class="card">
      <h2>{t`Request to be certified`}</h2>
      <p>{t`Give this file to the people who publish this place. On their machine they run:`}</p>
      <pre class="scroll" dir="ltr">
        <code>passerelle keys certify REQUEST --certified certified.json</code>
      </pre>
      <p>{t`Then they publish. Compare these fingerprints with them by telephone or in person:`}</p>
      <RequestFingerprints request={record.request} kid={record.kid} />
      <p class="actions">
        <button type="button" class="button" onClick={() => saveBlob(requestFile(record))}>
          {t`Save the request file`}
        </button>
      </p>
      <label class="field">
        <span>{t`The request as text`}</span>
        <textarea rows={4} readOnly dir="ltr" spellcheck={false} value={requestText(record)} />
      </label>
    </section>
  );
}

export function RecoveryCard({ record }: { record: OfficerRecord }) {
  return (
    <section class="card">
      <h2>{t`Recovery file`}</h2>
      <p>
        {t`With this file and your passphrase you work in another browser. Keep it somewhere else than this computer.`}
      </p>
      <p class="actions">
        <button type="button" class="button quiet-button" onClick={() => saveBlob(recoveryFile(record))}>
          {t`Save the recovery file`}
        </button>
      </p>
    </section>
  );
}

export function CertifyScreen(props: {
  record: OfficerRecord;
  onCertified: (place: DeskPlace) => void;
  onOther: () => void;
}) {
  const { transport, roots, now, language } = useDesk();
  const { record, onCertified } = props;
  const [lookedAt, setLookedAt] = useState<Date | null>(null);
  const [fault, setFault] = useState<DeskFault | null>(null);

  const look = async () => {
    const { seen: current } = record;
    const read = await readDeskPlace({ transport, roots, place: record.file.place, now: now(), current });
    setFault(read.ok ? null : read.fault);
    setLookedAt(now());
    if (read.ok && isCertified({ record, place: read.value, now: now() })) onCertified(read.value);
  };
  // one timer for the record that waits.
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void look();
    }, lookAgainMs);
    return () => clearInterval(timer);
  }, [record]);

  const time = lookedAt === null ? null : formatTime(language, lookedAt);
  return (
    <main id="main" class="desk-page">
      <ScreenHeading title={t`Waiting to be certified`} takesFocus />
      <p>{t`Your keys are made and kept in this browser. People can send to you once the keys are certified and published.`}</p>
      <RequestCard record={record} />
      <RecoveryCard record={record} />
      <FailureNote words={fault && faultWords(fault)} />
      <p role="status">
        {time === null ? t`We look again every half minute.` : t`Looked at ${time}: not certified yet.`}
      </p>
      <p class="actions">
        <button type="button" class="button" onClick={() => void look()}>
          {t`Look again`}
        </button>
        <button type="button" class="button quiet-button" onClick={props.onOther}>
          {t`Other officer`}
        </button>
      </p>
    </main>
  );
}
