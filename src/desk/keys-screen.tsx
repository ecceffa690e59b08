/** Keys of the officer and the desk: sharing with colleagues, the words on paper, a new desk key, the recovery file. */
import { t } from "@lingui/core/macro";
import { useState } from "preact/hooks";
import { isValidAt } from "../seal/validity.ts";
import { Confirm } from "../ui/components/confirm.tsx";
import { FailureNote } from "../ui/components/problem-note.tsx";
import type { FailureWords } from "../ui/error-messages.ts";
import { RecoveryCard, RequestCard } from "./certify-screen.tsx";
import { useDesk } from "./desk-context.ts";
import type { DeskFault } from "./desk-fault.ts";
import {
  findLackingColleagues,
  type LackingColleague,
  makeDeskKey,
  type PaperToWrite,
  recoverFromPaper,
  wrapForColleague,
} from "./desk-keys.ts";
import { certifiedDeskOf, type DeskPlace } from "./desk-place.ts";
import { type DeskAtWork, readDeskKeys } from "./desk-session.ts";
import { faultWords } from "./fault-words.ts";
import { Fingerprint } from "./fingerprints.tsx";
import { PaperField, PaperScreen } from "./paper-screen.tsx";
import { paperWords } from "./paper-words.ts";

export type KeysProps = {
  readonly work: DeskAtWork;
  readonly place: DeskPlace;
  readonly deskTitle: string;
  readonly onWork: (work: DeskAtWork) => void;
  readonly onForget: () => Promise<void>;
  readonly onFault: (fault: DeskFault) => void;
};

export function KeysScreen(props: KeysProps) {
  const { store, now } = useDesk();
  const { work, place } = props;
  const [paper, setPaper] = useState<{ toWrite: PaperToWrite; next: DeskAtWork } | null>(null);
  const [isNotSaved, setNotSaved] = useState(false);
  const desk = certifiedDeskOf(place, work.session.desk);
  const missing = desk?.keys.filter(({ kid }) => !work.deskKeys.some((key) => key.kid === kid)) ?? [];

  const renew = async () => {
    const colleagues = desk?.officers.filter((officer) => isValidAt(officer, now())) ?? [];
    const made = await makeDeskKey({ file: work.record.file, colleagues });
    const record = { ...work.record, request: made.request, waiting: [...work.record.waiting, ...made.wrapped] };
    setPaper({ toWrite: made.paper, next: { ...work, record } });
  };
  if (paper !== null)
    return (
      <PaperScreen
        paper={paper.toWrite}
        deskTitle={props.deskTitle}
        onDone={() => {
          void store.save(paper.next.record).then((isSaved) => {
            // Without a place to wait the new key is dropped: nobody was told of it yet.
            if (isSaved) props.onWork(paper.next);
            setNotSaved(!isSaved);
            setPaper(null);
          });
        }}
      />
    );
  return (
    <main id="main" class="desk-page">
      <h1>{t`Keys`}</h1>
      <FailureNote words={isNotSaved ? notSavedWords() : null} />
      {work.record.waiting.length > 0 ? (
        <>
          <p class="needed">{t`A new desk key waits to be certified. It counts after that and after your next sign-in.`}</p>
          <RequestCard record={work.record} />
        </>
      ) : null}
      {missing.length > 0 ? <FromPaper {...props} hasNone={work.deskKeys.length === 0} /> : null}
      <Colleagues {...props} />
      <section class="card">
        <h2>{t`Your key`}</h2>
        <p>
          <Fingerprint kid={work.officer.kid} />
        </p>
      </section>
      <RecoveryCard record={work.record} />
      <section class="card">
        <h2>{t`New desk key`}</h2>
        <p>{t`When somebody leaves the desk, make a new desk key, have it certified, and have the old one retired.`}</p>
        <Confirm ask={t`Make a new desk key`} icon="shield" yes={t`Yes, make it`} no={t`No`} onYes={renew}>
          <p>{t`You get eight new words to write down, and a new request file. Old submissions still open.`}</p>
        </Confirm>
      </section>
      <section class="card">
        <h2>{t`This browser`}</h2>
        <Confirm ask={t`Forget my keys here`} icon="trash" yes={t`Yes, forget them`} onYes={props.onForget}>
          <p>{t`Your keys are deleted from this browser. Without your recovery file you must be certified again.`}</p>
        </Confirm>
      </section>
    </main>
  );
}

const notSavedWords = (): FailureWords => ({
  what: t`This browser could not save the new desk key. It was dropped.`,
  safe: t`The desk works on with the key that it has.`,
  todo: t`Free some space on this computer, then make a new one. Throw the paper away.`,
});

/** Hands wraps to the hub, then reads again what the officer can open. */
function useHandOver({ work, onWork, onFault }: KeysProps) {
  const { hub } = useDesk();
  const [words, setWords] = useState<FailureWords | null>(null);
  const fail = (fault: DeskFault) => {
    setWords(faultWords(fault));
    onFault(fault);
  };
  const handOver = async (keys: Parameters<typeof hub.putWrappedKeys>[1]) => {
    setWords(null);
    const handed = await hub.putWrappedKeys(work.session, keys);
    if (!handed.ok) return fail(handed.fault);
    const read = await readDeskKeys({ hub, session: work.session, officer: work.officer });
    if (!read.ok) return fail(read.fault);
    onWork({ ...work, ...read.value });
  };
  return { words, setWords, handOver };
}

function FromPaper(props: KeysProps & { hasNone: boolean }) {
  const { words, setWords, handOver } = useHandOver(props);
  const [typed, setTyped] = useState("");
  const recover = async () => {
    const { wrapped, record } = props.work;
    const recovered = await recoverFromPaper({ typed, wrapped, file: record.file });
    if (recovered.ok) await handOver(recovered.wrapped);
    else setWords(paperWords(recovered));
  };
  return (
    <section class="card">
      <h2>{props.hasNone ? t`You have no desk key yet` : t`A desk key is missing`}</h2>
      <p>{t`A colleague who has it shares it with you on this screen. If nobody can, use the words on paper.`}</p>
      <FailureNote words={words} />
      <form
        autocomplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void recover();
        }}
      >
        <PaperField typed={typed} onInput={setTyped} />
        <p>
          <button type="submit" class="button">
            {t`Open the desk key with these words`}
          </button>
        </p>
      </form>
    </section>
  );
}

function Colleagues(props: KeysProps) {
  const { now } = useDesk();
  const { words, handOver } = useHandOver(props);
  const { work, place } = props;
  const [sharing, setSharing] = useState<string | null>(null);
  const desk = certifiedDeskOf(place, work.session.desk);
  if (!desk) return null;
  const { wrapped, deskKeys, officer } = work;
  const lacking = findLackingColleagues({ desk, wrapped, deskKeys, own: officer.kid, now: now() });
  const holders = new Set(
    desk.officers
      .filter((one) => isValidAt(one, now()) && wrapped.some((wrap) => wrap.for === one.kid))
      .map(({ kid }) => kid),
  );
  const share = async (colleague: LackingColleague) => {
    setSharing(colleague.officer.kid);
    await handOver(await wrapForColleague({ colleague, wrapped, officer }));
    setSharing(null);
  };
  return (
    <section class="card">
      <h2>{t`Colleagues`}</h2>
      {holders.size < 2 ? (
        <p class="needed">
          {t`Only one officer holds the desk key. Two or more should, so that one lost computer loses nothing.`}
        </p>
      ) : null}
      <FailureNote words={words} />
      {lacking.length === 0 ? <p>{t`Every certified colleague has the desk keys that you have.`}</p> : null}
      <ul class="plain-list">
        {lacking.map((colleague) => (
          <li key={colleague.officer.kid}>
            <p>{t`This colleague is certified and lacks the desk key. Compare the fingerprint first:`}</p>
            <p>
              <Fingerprint kid={colleague.officer.kid} />
            </p>
            <button type="button" class="button" disabled={sharing !== null} onClick={() => void share(colleague)}>
              {t`Share the desk key`}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
