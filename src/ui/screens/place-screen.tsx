import { t } from "@lingui/core/macro";
import { useContext } from "preact/hooks";
import { addressOf } from "../../core/address.ts";
import type { LifeEvent } from "../../core/place.ts";
import { AppPartsContext } from "../app-parts.ts";
import { Icon } from "../components/icon.tsx";
import { Words } from "../components/words.tsx";
import { useAddress, useReading } from "../reading.tsx";

/** Urgent help is always near. */
function Helplines() {
  const { place } = useReading();
  if (place.helplines.length === 0) return null;
  return (
    <section class="help">
      <h2>{t`Urgent help`}</h2>
      <ul class="facts">
        {place.helplines.map((line) => (
          <li>
            <Icon name="phone" />{" "}
            {line.works === "practice" ? (
              <bdi>{line.number}</bdi>
            ) : (
              <a href={`tel:${line.number.replaceAll(" ", "")}`}>{<bdi>{line.number}</bdi>}</a>
            )}{" "}
            <Words id={line.title} />. <Words id={line.about} />{" "}
            <span class="quiet">
              {line.works === "in-some-countries" ? t`Does not work in every country.` : null} <Words id={line.hours} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Procedures({ of }: { of: LifeEvent | null }) {
  const { place } = useReading();
  const address = useAddress();
  const shown = place.procedures.filter(({ lifeEvents }) => of === null || lifeEvents.includes(of.id));
  return (
    <ul class="cards">
      {shown.map((procedure) => (
        <li>
          <a href={address({ kind: "procedure", id: procedure.id })}>
            <Icon name={procedure.icon} /> <Words id={procedure.title} />
          </a>
          <p>
            <Words id={procedure.summary} />
          </p>
        </li>
      ))}
    </ul>
  );
}

/** The way from the home to every place. */
function Places() {
  const { language, places, route } = useReading();
  if (route.kind !== "home" || places.length < 2) return null;
  return (
    <nav aria-label={t`Places`}>
      <h2>{t`Places`}</h2>
      <ul class="list">
        {places.map(({ id, title }) => (
          <li>
            <a href={addressOf(language, id, { kind: "place" })}>{title}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** What can be done in a place, by life event; its pages, forms, offices and words. */
export function PlaceScreen() {
  const { place } = useReading();
  const address = useAddress();
  const { home: HomeParts } = useContext(AppPartsContext);
  const tops = place.pages.filter(({ parent }) => parent === null).sort((a, b) => a.order - b.order);
  const lists = [
    { name: t`More to read`, kind: "page", items: tops },
    { name: t`Forms`, kind: "form", items: place.forms },
    { name: t`Offices`, kind: "office", items: place.offices },
    { name: t`Offices`, kind: "office-kind", items: place.offices.length > 0 ? [] : place.officeKinds },
    { name: t`Papers`, kind: "document", items: place.documents },
    { name: t`Words`, kind: "term", items: place.terms },
  ] as const;
  return (
    <>
      <h1>
        <Words id={place.title} />
      </h1>
      <div class="home-parts">{HomeParts ? <HomeParts /> : null}</div>
      <Words id={place.about} />
      <Helplines />
      <Places />
      <h2>{t`What you can get done`}</h2>
      <ul class="chips">
        {place.lifeEvents.map((event) => (
          <li>
            <a href={address({ kind: "life-event", id: event.id })}>
              <Icon name={event.icon} /> <Words id={event.title} />
            </a>
          </li>
        ))}
      </ul>
      <Procedures of={null} />
      {lists.map(({ name, kind, items }) =>
        items.length === 0 ? null : (
          <section>
            <h2>{name}</h2>
            <ul class="list">
              {items.map((item) => (
                <li>
                  <a href={address({ kind, id: item.id })}>
                    <Words id={item.title} />
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ),
      )}
    </>
  );
}

export function LifeEventScreen({ event }: { event: LifeEvent }) {
  return (
    <>
      <h1>
        <Icon name={event.icon} /> <Words id={event.title} />
      </h1>
      <Procedures of={event} />
    </>
  );
}
