/** One case, open beside the list. */
import { t } from "@lingui/core/macro";
import { useEffect, useRef, useState } from "preact/hooks";
import type { CompiledForm } from "../core/form/model.ts";
import { receiptNumber } from "../seal/receipt.ts";
import { FailureNote } from "../ui/components/problem-note.tsx";
import { Skeleton } from "../ui/components/screen-heading.tsx";
import { formatDayAndTime } from "../ui/local-time.ts";
import { saveBlob } from "../ui/save-blob.ts";
import { AnswersView, sectionsIn } from "./answers-view.tsx";
import { CaseTimeline } from "./case-timeline.tsx";
import type { ReplyDraft } from "./compose-reply.ts";
import { useDesk } from "./desk-context.ts";
import type { DeskFault } from "./desk-fault.ts";
import { type DeskPlace, textIn } from "./desk-place.ts";
import type { DeskAtWork } from "./desk-session.ts";
import { languageName } from "./desk-words.ts";
import { type ExportedFile, exportCase, toBase64 } from "./export-case.ts";
import { faultWords, openingWords } from "./fault-words.ts";
import { type CaseFile, readPart } from "./read-case.ts";
import { ReplyForm } from "./reply-form.tsx";
import { useCase } from "./use-case.ts";
import type { Inbox } from "./use-inbox.ts";

type PanelProps = {
  readonly id: string;
  readonly work: DeskAtWork;
  readonly place: DeskPlace;
  readonly inbox: Inbox;
  readonly draft: ReplyDraft;
  readonly onDraft: (draft: ReplyDraft | null) => void;
  readonly onOpen: (id: string) => void;
  readonly onClose: () => void;
  readonly onFault: (fault: DeskFault) => void;
};

export function CasePanel(props: PanelProps) {
  const { id, work, place, inbox, onFault } = props;
  const { state, readAgain } = useCase({ id, work, place, inbox, onFault });
  const panel = useRef<HTMLElement>(null);
  // another case is read out from its heading.
  useEffect(() => panel.current?.focus(), [id]);
  return (
    <section
      class="case-panel"
      aria-label={t`Open case`}
      ref={panel}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === "Escape") props.onClose();
      }}
    >
      <p class="panel-bar">
        <button type="button" class="button quiet-button" onClick={props.onClose}>
          {t`Close, back to the list`}
        </button>
      </p>
      {state.kind === "reading" ? <Skeleton label={t`Opening the case`} rows={6} /> : null}
      {state.kind === "fault" ? (
        <FailureNote words={faultWords(state.fault)}>
          <button type="button" class="button quiet-button" onClick={() => void readAgain()}>
            {t`Try again`}
          </button>
        </FailureNote>
      ) : null}
      {state.kind === "problem" ? <FailureNote words={openingWords(state.problem)} /> : null}
      {state.kind === "open" ? (
        <OpenedCase {...props} file={state.file} form={state.form} readAgain={readAgain} />
      ) : null}
    </section>
  );
}

function OpenedCase(props: PanelProps & { file: CaseFile; form: CompiledForm | null; readAgain: () => Promise<void> }) {
  const { language } = useDesk();
  const { file, form, place, work, readAgain } = props;
  const { payload, hash } = file.submission;
  const sheet = place.place.forms.find(({ id }) => id === payload.form) ?? null;
  const title = (sheet && textIn(place, language, sheet.title)?.text) ?? form?.title ?? payload.form;
  const own = languageName(language, payload.language);
  const finalized = formatDayAndTime(language, payload.finalizedAt);
  return (
    <>
      <h2>
        {title}{" "}
        <small class="quiet">
          {t`No.`} <bdi>{receiptNumber(hash)}</bdi>
        </small>
      </h2>
      <p>
        {t`Language of the person: ${own}`} · {t`Finished by the person: ${finalized}`}
      </p>
      {payload.corrects === undefined ? null : (
        <Corrects id={payload.corrects} inbox={props.inbox} onOpen={props.onOpen} />
      )}
      <CaseActions file={file} form={form} work={work} />
      <AnswersView submission={file.submission} work={work} form={form} />
      <CaseTimeline file={file} form={sheet} place={place} work={work} />
      <ReplyForm
        key={file.id}
        file={file}
        form={sheet}
        place={place}
        work={work}
        draft={props.draft}
        onDraft={props.onDraft}
        onSent={async () => {
          props.onDraft(null);
          await readAgain();
        }}
        onReadAgain={readAgain}
        onFault={props.onFault}
      />
      {(place.texts[language]?.origin.kind ?? "machine") === "machine" ? (
        <p class="quiet">{t`Written or translated by a machine, not yet checked by a person.`}</p>
      ) : null}
    </>
  );
}

function Corrects({ id, inbox, onOpen }: { id: string; inbox: Inbox; onOpen: (id: string) => void }) {
  const earlier = inbox.entries?.find((entry) => entry.id === id);
  if (!earlier)
    return <p class="needed">{t`This corrects an earlier submission that is not at this desk any more.`}</p>;
  return (
    <p class="needed">
      {t`This corrects an earlier submission.`}{" "}
      <button type="button" class="link-button" onClick={() => onOpen(id)}>
        {t`Open the earlier one`} <bdi>{receiptNumber(earlier.hash)}</bdi>
      </button>
    </p>
  );
}

/** Taking the case into the own system: a file, or paper. */
function CaseActions({ file, form, work }: { file: CaseFile; form: CompiledForm | null; work: DeskAtWork }) {
  const { hub, language, now } = useDesk();
  const [isMaking, setMaking] = useState(false);
  const { submission } = file;
  const save = async () => {
    setMaking(true);
    const attachments: ExportedFile[] = [];
    for (const attachment of submission.payload.attachments) {
      const part = await readPart({ hub, work, envelope: submission, part: attachment.part });
      const base64 = part.ok && part.value.ok ? toBase64(part.value.bytes) : null;
      attachments.push({ ...attachment, base64 });
    }
    const sections = sectionsIn(submission, form, language);
    const made = exportCase({ file, attachments, language, sections, now: now() });
    const blob = new Blob([`${JSON.stringify(made, null, 2)}\n`], { type: "application/json" });
    saveBlob({ blob, name: `case-${made.number}` });
    setMaking(false);
  };
  return (
    <p class="actions">
      <button type="button" class="button quiet-button" disabled={isMaking} onClick={() => void save()}>
        {t`Save as a JSON file`}
      </button>
      <button type="button" class="button quiet-button" onClick={() => print()}>
        {t`Print or save as PDF`}
      </button>
    </p>
  );
}
