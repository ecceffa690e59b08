/** Parts of a screen that only the app has and loads after the first paint; a prerendered page has other words in their place. */
import { type ComponentType, createContext } from "preact";
import type { PlacedForm } from "../core/place.ts";

export type AppParts = {
  /** What the quiet line under the header tells of this device. */
  readonly status: ComponentType | null;
  /** The form itself, instead of the page that tells what it asks for and causes. */
  readonly form: ComponentType<{ readonly form: PlacedForm }> | null;
  /** Under the title of a home: search, and what waits or needs the person. */
  readonly home?: ComponentType | null;
};

export const AppPartsContext = createContext<AppParts>({ status: null, form: null });
