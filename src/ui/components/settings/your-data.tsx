/** What is on this device, what left it, and what can be done with all of it. */
import { plural, t } from "@lingui/core/macro";
import { useState } from "preact/hooks";
import { addressOfOwn } from "../../../core/address.ts";
import { deletionFailureWords, exportFailureWords, type FailureWords } from "../../error-messages.ts";
import { useLanguage } from "../../hooks/use-language.ts";
import { saveBlob } from "../../save-blob.ts";
import { useServices } from "../../services.ts";
import { Confirm } from "../confirm.tsx";
import { Icon } from "../icon.tsx";
import { FailureNote } from "../problem-note.tsx";

export function OnThisDevice() {
  const { drafts, cases, packs } = useServices();
  const language = useLanguage();
  const requests = cases.cases.value;
  const sent = requests.filter(({ receivedBetween }) => receivedBetween !== null).length;
  const messages = requests.reduce(
    (sum, { timeline }) =>
      sum + timeline.filter((entry) => entry.kind === "message" && entry.state === "received").length,
    0,
  );
  const places = packs.places.value.filter(({ isKept }) => isKept).length;
  const draftCount = drafts.drafts.value.length;
  return (
    <>
      <section>
        <h2>{t`What is on this device`}</h2>
        <ul class="facts">
          <li>
            <Icon name="paper" /> {plural(draftCount, { 0: "No draft", one: "# draft", other: "# drafts" })}
          </li>
          <li>
            <Icon name="message" />{" "}
            <a href={addressOfOwn(language, "mine")}>
              {plural(requests.length, { 0: "No request", one: "# request", other: "# requests" })}
            </a>
          </li>
          <li>
            <Icon name="office" /> {plural(places, { 0: "No place", one: "# place", other: "# places" })}
          </li>
        </ul>
        <p class="quiet">{t`Drafts and requests are locked with a key that stays in this browser. Whoever can use this device as you can open them.`}</p>
      </section>
      <section>
        <h2>{t`What left this device`}</h2>
        <ul class="facts">
          <li>
            <Icon name="arrow" />{" "}
            {plural(sent, { 0: "No form was received.", one: "# form was received.", other: "# forms were received." })}
          </li>
          <li>
            <Icon name="message" />{" "}
            {plural(messages, {
              0: "No message was received.",
              one: "# message was received.",
              other: "# messages were received.",
            })}
          </li>
        </ul>
        <p class="quiet">
          {t`Only the office can open them. The server learns which office, which form, how large and in which hour.`}{" "}
          {t`Nothing else about you is sent. What you read and search stays here.`}
        </p>
      </section>
    </>
  );
}

export function AllOfIt() {
  const { storage } = useServices();
  const [state, setState] = useState<"idle" | "packing" | "saved" | FailureWords>("idle");
  const exportAll = async () => {
    setState("packing");
    try {
      saveBlob({ blob: await storage.exportAll(), name: "passerelle" });
      setState("saved");
    } catch {
      setState(exportFailureWords());
    }
  };
  const deleteAll = () =>
    storage.deleteAll().then(
      // What is still in memory goes with the page; its history entry too.
      () => location.replace("/"),
      () => setState(deletionFailureWords()),
    );
  return (
    <section>
      <h2>{t`Take it with you, or delete it`}</h2>
      <p>{t`One file with all drafts, requests, photos and receipts of this device. It is not locked: whoever has it can read it.`}</p>
      <p class="actions">
        <button
          type="button"
          class="button quiet-button"
          disabled={state === "packing"}
          onClick={() => void exportAll()}
        >
          <Icon name="download" /> {state === "packing" ? t`Packing…` : t`Save everything as a file`}
        </button>
      </p>
      <Confirm
        ask={t`Delete everything`}
        icon="trash"
        yes={t`Yes, delete everything`}
        no={t`No, keep everything`}
        onYes={deleteAll}
      >
        <p>
          <strong>{t`Delete everything of Passerelle from this browser?`}</strong>
        </p>
        <ul>
          <li>{t`Drafts and what was not sent yet are lost.`}</li>
          <li>{t`What the office has received stays with the office.`}</li>
          <li>{t`Without your claim slips you cannot read its answers any more.`}</li>
          <li>{t`The page then loads again. Without a connection it stays empty.`}</li>
        </ul>
      </Confirm>
      <p role="status">
        {state === "saved" ? t`The file was handed to your browser. Look among your downloads.` : null}
      </p>
      <FailureNote words={typeof state === "string" ? null : state} />
    </section>
  );
}
