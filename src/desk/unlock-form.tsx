/** Passphrase, then a signed login: at the beginning of work, and again when a session ended. */
import { t } from "@lingui/core/macro";
import { useState } from "preact/hooks";
import { FailureNote } from "../ui/components/problem-note.tsx";
import type { FailureWords } from "../ui/error-messages.ts";
import { useDesk } from "./desk-context.ts";
import { type DeskPlace, readDeskPlace } from "./desk-place.ts";
import { type DeskAtWork, signIn, startWork, unlock } from "./desk-session.ts";
import { faultWords } from "./fault-words.ts";
import type { OfficerRecord } from "./officer-record.ts";
import { PassphraseField } from "./passphrase-field.tsx";

export function UnlockForm(props: {
  record: OfficerRecord;
  place: DeskPlace;
  onWork: (of: { work: DeskAtWork; place: DeskPlace }) => void;
}) {
  const { hub, store, transport, roots, now } = useDesk();
  const { record } = props;
  const [passphrase, setPassphrase] = useState("");
  const [isShown, setShown] = useState(false);
  const [isWorking, setWorking] = useState(false);
  const [words, setWords] = useState<FailureWords | null>(null);

  const open = async (): Promise<FailureWords | null> => {
    const officer = await unlock({ record, passphrase });
    if (!officer)
      return {
        what: t`The passphrase does not open your keys.`,
        safe: t`Nothing was changed.`,
        todo: t`Write it again and look at capital letters and the keyboard's language.`,
      };
    const read = await readDeskPlace({
      transport,
      roots,
      place: record.file.place,
      now: now(),
      current: record.seen,
      before: props.place,
    });
    if (!read.ok) return faultWords(read.fault);
    const place = read.value;
    const { desk } = record.file;
    // What the browser shows, never what a hub says of itself.
    const { origin } = location;
    const session = await signIn({ hub, officer, place: place.manifest.place, desk, origin });
    if (!session.ok) return faultWords(session.fault);
    const started = await startWork({ hub, store, place, record, officer, session: session.value });
    if (!started.ok) return faultWords(started.fault);
    setPassphrase("");
    props.onWork({ work: started.value, place });
    return null;
  };
  const submit = async () => {
    setWorking(true);
    setWords(null);
    setWords(await open());
    setWorking(false);
  };
  return (
    <form
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <FailureNote words={words} />
      <PassphraseField
        label={t`Passphrase`}
        kind="current"
        value={passphrase}
        isShown={isShown}
        onInput={setPassphrase}
      />
      <label class="choice">
        <input type="checkbox" checked={isShown} onChange={() => setShown(!isShown)} />
        <span>{t`Show what I type`}</span>
      </label>
      <p>
        <button type="submit" class="button" disabled={isWorking || passphrase === ""}>
          {isWorking ? t`Signing in` : t`Sign in`}
        </button>
      </p>
    </form>
  );
}
