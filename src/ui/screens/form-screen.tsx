import { useRef } from "preact/hooks";
import type { PlacedForm } from "../../core/place.ts";
import "../app.css";
import { parseFormFragment } from "../components/form/form-fragment.ts";
import { useFragment } from "../hooks/use-fragment.ts";
import { FormDoneScreen } from "./form-done-screen.tsx";
import { FormDraftScreen } from "./form-draft-screen.tsx";
import { FormStartScreen } from "./form-start-screen.tsx";

/**
 * A form on a device that can fill it in. It takes the place of the prerendered `FormIntroScreen`, which its start shows itself; what
 * is shown follows from the fragment of the address (`form-fragment.ts`). Needs ReadingContext and ServicesContext.
 */
export function FormScreen({ form }: { form: PlacedForm }) {
  const point = parseFormFragment(useFragment());
  const wasInside = useRef(false);
  if (point.kind !== "start") wasInside.current = true;
  switch (point.kind) {
    case "start":
      return <FormStartScreen form={form} takesFocus={wasInside.current} />;
    case "draft":
      return <FormDraftScreen form={form} point={point} key={point.id} />;
    case "done":
      return <FormDoneScreen form={form} id={point.id} key={point.id} />;
    default:
      return point satisfies never;
  }
}
