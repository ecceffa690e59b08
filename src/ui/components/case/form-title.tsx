import { t } from "@lingui/core/macro";
import type { Place, PlacedForm } from "../../../core/place.ts";
import { type Reading, ReadingContext } from "../../reading.tsx";
import { Words } from "../words.tsx";

export const formOf = (reading: Reading | null | undefined, form: string): PlacedForm | null =>
  reading?.place.forms.find(({ id }) => id === form) ?? null;

/** Title of a form; its id where the place is not on this device. */
export function FormTitle({ reading, form }: { reading: Reading | null | undefined; form: string }) {
  const found = formOf(reading, form);
  if (reading && found)
    return (
      <ReadingContext.Provider value={reading}>
        <Words id={found.title} />
      </ReadingContext.Provider>
    );
  return reading === undefined ? <>…</> : <bdi>{t`Form ${form}`}</bdi>;
}

export function PlaceTitle({ reading, place }: { reading: Reading | null | undefined; place: Place["id"] }) {
  if (!reading) return <bdi>{place}</bdi>;
  return (
    <ReadingContext.Provider value={reading}>
      <Words id={reading.place.title} />
    </ReadingContext.Provider>
  );
}
