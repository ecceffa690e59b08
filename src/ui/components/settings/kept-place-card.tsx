/** One place: which languages of it are on this device, what each costs, and how old it is. */
import { t } from "@lingui/core/macro";
import { useState } from "preact/hooks";
import { directionOf } from "../../../core/text.ts";
import { formatSize } from "../../data-size.ts";
import { useLanguage } from "../../hooks/use-language.ts";
import { formatDayAndTime } from "../../local-time.ts";
import { formatDate } from "../../reading.tsx";
import { type KeptPlace, type Problem, useServices } from "../../services.ts";
import { Confirm } from "../confirm.tsx";
import { Icon } from "../icon.tsx";
import { ProblemNote } from "../problem-note.tsx";
import { endonymOf } from "./endonym.ts";
import { costOf, keptBytesOf, keptLanguagesOf } from "./keep-cost.ts";

export const titleOfPlace = ({ titles, place }: Pick<KeptPlace, "titles" | "place">, language: string): string =>
  titles[language] ?? titles.en ?? Object.values(titles)[0] ?? place;

/** Three dates that mean three things; none stands for another (P8). */
function Dates({ of }: { of: KeptPlace }) {
  const language = useLanguage();
  const never = t`never`;
  return (
    <dl class="dates">
      <dt>{t`Content checked by its publisher`}</dt>
      <dd>{of.issuedAt === null ? never : formatDate(language, of.issuedAt)}</dd>
      <dt>{t`Last changed on this device`}</dt>
      <dd>{of.changedAt === null ? never : formatDayAndTime(language, of.changedAt)}</dd>
      <dt>{t`Last asked whether there is something new`}</dt>
      <dd>{of.checkedAt === null ? never : formatDayAndTime(language, of.checkedAt)}</dd>
    </dl>
  );
}

export function KeptPlaceCard({ of }: { of: KeptPlace }) {
  const { packs } = useServices();
  const language = useLanguage();
  /** Null: as it is kept, also when that changes meanwhile. */
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const wanted = chosen ?? new Set(keptLanguagesOf(of));
  const [state, setState] = useState<"choosing" | "working" | "done" | Problem>("choosing");
  const cost = costOf(of, wanted);
  const title = titleOfPlace(of, language);
  const apply = async (languages: readonly string[]) => {
    setState("working");
    const outcome = await packs.keep({ place: of.place, languages });
    setState(outcome.ok ? "done" : outcome.problem);
    if (outcome.ok) setChosen(null);
  };
  const download = formatSize(language, cost.downloadBytes);
  const freed = formatSize(language, cost.freedBytes);
  return (
    <article class="card">
      <h3>
        <Icon name="office" /> <bdi>{title}</bdi>
      </h3>
      {of.practice ? <p class="needed">{t`PRACTICE`}</p> : null}
      {of.isStale ? (
        <p class="needed">{t`This content is past its date. It stays readable; ask for a new one when you have a connection.`}</p>
      ) : null}
      <p class="quiet">
        {of.isKept
          ? t`On this device: ${formatSize(language, keptBytesOf(of))}`
          : t`Not on this device. Choose languages to keep it.`}
      </p>
      <fieldset>
        <legend>{t`Languages`}</legend>
        {of.languages.map((one) => (
          <label class="choice" key={one.language}>
            <input
              type="checkbox"
              checked={wanted.has(one.language)}
              disabled={state === "working"}
              onChange={(event) => {
                const next = new Set(wanted);
                if (event.currentTarget.checked) next.add(one.language);
                else next.delete(one.language);
                setChosen(next);
                setState("choosing");
              }}
            />
            <span>
              <span lang={one.language} dir={directionOf(one.language)}>
                {endonymOf(one.language)}
              </span>{" "}
              <span class="quiet">
                {one.isKept
                  ? t`${formatSize(language, one.bytes)} on this device`
                  : t`${formatSize(language, one.wireBytes)} to download`}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      {cost.isChanged && wanted.size > 0 ? (
        <p class="actions">
          <button type="button" class="button" disabled={state === "working"} onClick={() => void apply([...wanted])}>
            <Icon name="download" />{" "}
            {cost.downloadBytes > 0
              ? t`Keep these languages: download ${download}`
              : t`Keep these languages: frees ${freed}`}
          </button>
        </p>
      ) : null}
      {wanted.size === 0 && of.isKept ? <p class="quiet">{t`To keep nothing of it, remove the place.`}</p> : null}
      {of.isKept ? (
        <>
          <Dates of={of} />
          <Confirm ask={t`Remove this place`} icon="trash" yes={t`Yes, remove`} onYes={() => apply([])}>
            <p>{t`Remove ${title} from this device? Your requests and drafts stay. You can fetch it again later.`}</p>
          </Confirm>
        </>
      ) : null}
      <p role="status">
        {state === "working" ? t`Working…` : state === "done" ? t`Done. It works without a connection.` : null}
      </p>
      <ProblemNote problem={state === "choosing" || state === "working" || state === "done" ? null : state} />
    </article>
  );
}
