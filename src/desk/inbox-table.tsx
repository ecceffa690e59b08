/** The list: dense, one row a case, moved through by j and k or the arrow keys, opened by Enter. */
import { t } from "@lingui/core/macro";
import { useRef } from "preact/hooks";
import { receiptNumber } from "../seal/receipt.ts";
import { formatSize } from "../ui/data-size.ts";
import { useDesk } from "./desk-context.ts";
import { type DeskPlace, textIn } from "./desk-place.ts";
import { ageWords, deadlineWords, languageName, stateWords } from "./desk-words.ts";
import type { InboxRow } from "./inbox-rows.ts";

const steps: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

export function InboxTable(props: {
  rows: readonly InboxRow[];
  place: DeskPlace;
  openId: string | null;
  onOpen: (id: string) => void;
}) {
  const body = useRef<HTMLTableSectionElement>(null);
  const { rows, openId } = props;
  // One stop for the Tab key: the row that is open, else the first.
  const stop = rows.some(({ id }) => id === openId) ? openId : rows[0]?.id;

  const move = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const buttons = [...(body.current?.querySelectorAll<HTMLButtonElement>("button[data-case]") ?? [])];
    const at = buttons.findIndex((button) => button.matches(":focus"));
    const next = buttons[at + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <div class="inbox-scroll">
      <table class="inbox">
        <caption class="hidden-words">{t`Cases. Move with the arrow keys or j and k, open with Enter.`}</caption>
        <thead>
          <tr>
            <th scope="col">{t`Form`}</th>
            <th scope="col">{t`State`}</th>
            <th scope="col">{t`Age`}</th>
            <th scope="col">{t`Answer due`}</th>
            <th scope="col">{t`Language`}</th>
            <th scope="col">{t`Size`}</th>
            <th scope="col">{t`Files`}</th>
          </tr>
        </thead>
        {/* the keys move between the buttons in it. */}
        <tbody ref={body} onKeyDown={move}>
          {rows.map((row) => (
            <CaseRows
              key={row.id}
              row={row}
              place={props.place}
              isOpen={row.id === openId}
              isStop={row.id === stop}
              onOpen={props.onOpen}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CaseRows(props: {
  row: InboxRow;
  place: DeskPlace;
  isOpen: boolean;
  isStop: boolean;
  onOpen: (id: string) => void;
}) {
  const { language } = useDesk();
  const { row, place } = props;
  const form = place.place.forms.find(({ id }) => id === row.entry.form);
  const title = (form && textIn(place, language, form.title)?.text) ?? row.entry.form;
  return (
    <>
      <tr class={props.isOpen ? "open-row" : undefined} data-new={row.isNew}>
        <th scope="row">
          <button
            type="button"
            class="row-button"
            data-case={row.id}
            tabIndex={props.isStop ? 0 : -1}
            aria-pressed={props.isOpen}
            onClick={() => props.onOpen(row.id)}
          >
            <span>{title}</span> {row.isNew ? <strong class="badge">{t`New`}</strong> : null}
            <small class="quiet">
              <bdi>{receiptNumber(row.entry.hash)}</bdi>
            </small>
          </button>
        </th>
        <td data-state={row.state}>{stateWords(row.state)}</td>
        <td>{ageWords(language, row.ageHours)}</td>
        <td data-deadline={row.deadline.kind}>{deadlineWords(row.deadline)}</td>
        <td>
          {row.language === null ? <span class="quiet">{t`not opened`}</span> : languageName(language, row.language)}
        </td>
        <td>{formatSize(language, row.bytes)}</td>
        <td>{new Intl.NumberFormat(language).format(row.parts)}</td>
      </tr>
      {row.later.map(({ entry, ageHours, isNew }) => (
        <tr class="later-row" key={entry.id} data-new={isNew}>
          <td>
            <span aria-hidden="true">↳ </span>
            {t`Message of the person`} {isNew ? <strong class="badge">{t`New`}</strong> : null}
          </td>
          <td />
          <td>{ageWords(language, ageHours)}</td>
          <td />
          <td />
          <td>{formatSize(language, entry.bytes)}</td>
          <td>{new Intl.NumberFormat(language).format(entry.parts)}</td>
        </tr>
      ))}
    </>
  );
}
