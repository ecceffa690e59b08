import type { ComponentChildren } from "preact";
import type { ScreenView } from "../../core/form/model.ts";
import type { PlacedForm } from "../../core/place.ts";
import type { FormFilling } from "../components/form/form-filling.ts";

/** What every screen of an open draft is given. */
export type FormScreenProps = {
  readonly form: PlacedForm;
  readonly filling: FormFilling;
  /** The screens that matter now, in the reader's language. */
  readonly screens: readonly ScreenView[];
  /** The line that says whether everything is saved. */
  readonly saving: ComponentChildren;
};
