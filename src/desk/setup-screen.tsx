/** First time: which desk, and a passphrase. The keys are made in this browser and never leave it in clear. */
import { t } from "@lingui/core/macro";
import { useEffect, useState } from "preact/hooks";
import type { PlaceIndex } from "../core/pack.ts";
import { FailureNote } from "../ui/components/problem-note.tsx";
import { ScreenHeading, Skeleton } from "../ui/components/screen-heading.tsx";
import { useDesk } from "./desk-context.ts";
import type { DeskFault } from "./desk-fault.ts";
import { type Enrolment, enrolOfficer, needsDeskKey } from "./desk-keys.ts";
import { certifiedDeskOf, type DeskPlace, readDeskPlace, readPlaceIndex, textIn } from "./desk-place.ts";
import { strengthWords } from "./desk-words.ts";
import { faultWords } from "./fault-words.ts";
import { PassphraseField } from "./passphrase-field.tsx";
import { strengthOf } from "./passphrase-strength.ts";

type Places = PlaceIndex["places"];

export function SetupScreen(props: {
  onMade: (made: { enrolment: Enrolment; place: DeskPlace }) => void;
  onBack: (() => void) | null;
}) {
  const { transport, roots, now, language } = useDesk();
  const [places, setPlaces] = useState<Places | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [place, setPlace] = useState<DeskPlace | null>(null);
  const [desk, setDesk] = useState<string | null>(null);
  const [fault, setFault] = useState<DeskFault | null>(null);

  const readIndex = async () => {
    const index = await readPlaceIndex(transport);
    setFault(index.ok ? null : index.fault);
    if (index.ok) setPlaces(index.value.places);
  };
  // once, when the screen opens.
  useEffect(() => void readIndex(), []);

  const choosePlace = async (id: string) => {
    setChosen(id);
    setPlace(null);
    setDesk(null);
    const read = await readDeskPlace({ transport, roots, place: id, now: now(), current: null });
    setFault(read.ok ? null : read.fault);
    if (read.ok) setPlace(read.value);
  };

  const retry = () => void (chosen === null ? readIndex() : choosePlace(chosen));
  return (
    <main id="main" class="desk-page">
      <ScreenHeading title={t`Set up your desk`} />
      <p>{t`You make two keys in this browser. With them you sign in, sign answers and open what people send.`}</p>
      <FailureNote words={fault && faultWords(fault)}>
        <button type="button" class="button quiet-button" onClick={retry}>
          {t`Try again`}
        </button>
      </FailureNote>
      {places === null ? (
        fault === null ? (
          <Skeleton label={t`Reading the places`} />
        ) : null
      ) : (
        <fieldset class="field">
          <legend>{t`Place`}</legend>
          {places.map(({ id, titles }) => (
            <label class="choice" key={id}>
              <input type="radio" name="place" checked={chosen === id} onChange={() => void choosePlace(id)} />
              <span>{titles[language] ?? titles.en ?? id}</span>
            </label>
          ))}
        </fieldset>
      )}
      {place === null ? null : <DeskChoice place={place} desk={desk} onDesk={setDesk} />}
      {place === null || desk === null ? null : <MakeKeys place={place} desk={desk} onMade={props.onMade} />}
      {props.onBack === null ? null : (
        <p>
          <button type="button" class="button quiet-button" onClick={props.onBack}>
            {t`Back`}
          </button>
        </p>
      )}
    </main>
  );
}

function DeskChoice(props: { place: DeskPlace; desk: string | null; onDesk: (desk: string) => void }) {
  const { language } = useDesk();
  const { place } = props;
  if (place.place.desks.length === 0) return <p>{t`This place has no desk. Choose another one.`}</p>;
  return (
    <fieldset class="field">
      <legend>{t`Desk`}</legend>
      {place.place.desks.map(({ id, title }) => (
        <label class="choice" key={id}>
          <input type="radio" name="desk" checked={props.desk === id} onChange={() => props.onDesk(id)} />
          <span>{textIn(place, language, title)?.text ?? id}</span>
        </label>
      ))}
    </fieldset>
  );
}

function MakeKeys(props: {
  place: DeskPlace;
  desk: string;
  onMade: (made: { enrolment: Enrolment; place: DeskPlace }) => void;
}) {
  const { now } = useDesk();
  const [passphrase, setPassphrase] = useState("");
  const [again, setAgain] = useState("");
  const [isShown, setShown] = useState(false);
  const [isTried, setTried] = useState(false);
  const [isWorking, setWorking] = useState(false);
  const makesDeskKey = needsDeskKey(certifiedDeskOf(props.place, props.desk), now());
  const strength = strengthOf(passphrase);
  const isStrongEnough = strength === "good" || strength === "strong";
  const isSame = passphrase.normalize("NFKC") === again.normalize("NFKC");

  const make = async () => {
    setTried(true);
    if (!isStrongEnough || !isSame) return;
    setWorking(true);
    const { place, desk } = props;
    const enrolment = await enrolOfficer({ place: place.manifest.place, desk, passphrase, makesDeskKey });
    setWorking(false);
    props.onMade({ enrolment, place });
  };
  return (
    <form
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <p class="needed">
        {makesDeskKey
          ? t`This desk has no key yet: you make it. You also write down eight words that open it when no officer can.`
          : t`This desk has a key. A colleague shares it with you after your keys are certified.`}
      </p>
      <PassphraseField label={t`Passphrase`} kind="new" value={passphrase} isShown={isShown} onInput={setPassphrase}>
        <p>{t`At least 12 characters. Several words that do not belong together are best. Nobody can reset it.`}</p>
        {passphrase === "" && !isTried ? null : <p>{strengthWords(strength)}</p>}
      </PassphraseField>
      <PassphraseField label={t`Repeat the passphrase`} kind="new" value={again} isShown={isShown} onInput={setAgain}>
        {isTried && !isSame ? <p class="wrong">{t`The two are not the same. Write it again.`}</p> : null}
      </PassphraseField>
      <label class="choice">
        <input type="checkbox" checked={isShown} onChange={() => setShown(!isShown)} />
        <span>{t`Show what I type`}</span>
      </label>
      <p>
        <button type="submit" class="button" disabled={isWorking}>
          {isWorking ? t`Making the keys` : t`Make the keys`}
        </button>
      </p>
    </form>
  );
}
