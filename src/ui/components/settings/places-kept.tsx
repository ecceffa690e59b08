import { t } from "@lingui/core/macro";
import { useEffect, useState } from "preact/hooks";
import { useLanguage } from "../../hooks/use-language.ts";
import { formatDayAndTime } from "../../local-time.ts";
import { type Problem, useServices } from "../../services.ts";
import { Icon } from "../icon.tsx";
import { ProblemNote } from "../problem-note.tsx";
import { Skeleton } from "../screen-heading.tsx";
import { KeptPlaceCard } from "./kept-place-card.tsx";

/** Places and languages: what is kept, what could be, what it costs, and asking for updates. */
export function PlacesKept() {
  const { packs, app } = useServices();
  const language = useLanguage();
  const [isRead, setRead] = useState(packs.places.value.length > 0);
  const [state, setState] = useState<"idle" | "asking" | "asked" | Problem>("idle");
  useEffect(() => {
    let isShown = true;
    void packs
      .refresh()
      .catch(() => undefined)
      .then(() => {
        if (isShown) setRead(true);
      });
    return () => {
      isShown = false;
    };
  }, [packs]);
  const { lastContactAt } = app.status.value;
  const contact = lastContactAt === null ? null : formatDayAndTime(language, lastContactAt);
  const places = packs.places.value;
  const check = async () => {
    setState("asking");
    const outcome = await packs.checkNow();
    setState(outcome.ok ? "asked" : outcome.problem);
  };
  return (
    <section>
      <h2>{t`Places and languages on this device`}</h2>
      <p class="quiet">
        {contact === null ? t`The server was not asked yet.` : t`Last contact with the server: ${contact}`}
      </p>
      {places.length === 0 ? (
        isRead ? (
          <p>{t`No place is on this device, and the list of places could not be fetched. Try again when you have a connection.`}</p>
        ) : (
          <Skeleton label={t`Reading what is on this device`} />
        )
      ) : (
        places.map((place) => <KeptPlaceCard key={place.place} of={place} />)
      )}
      <p class="actions">
        <button type="button" class="button quiet-button" disabled={state === "asking"} onClick={() => void check()}>
          <Icon name="clock" /> {state === "asking" ? t`Asking…` : t`Look for updates now`}
        </button>
      </p>
      <p role="status">{state === "asked" ? t`Asked just now. What is new is on this device.` : null}</p>
      <ProblemNote problem={state === "idle" || state === "asking" || state === "asked" ? null : state} />
    </section>
  );
}
