/** One question on the screen, by its type. */
import type { QuestionView } from "../../../core/form/model.ts";
import { AcknowledgeField, CheckboxesField, RadioField, SelectField } from "./choice-field.tsx";
import { FormText } from "./field.tsx";
import type { FormFilling } from "./form-filling.ts";
import { PhotoField } from "./photo-field.tsx";
import { DateField, TextField } from "./text-field.tsx";

export function QuestionField({
  filling,
  view,
  words,
  official,
  onLeft,
}: {
  filling: FormFilling;
  view: QuestionView;
  words: string | null;
  official: { readonly language: string; readonly label: string } | null;
  /** The person left the field. */
  onLeft: () => void;
}) {
  const { form } = filling.source;
  const common = { form, view, words, official };
  const give = (text: string) => filling.give({ view, text });
  switch (view.type) {
    case "note":
      return (
        <p class="note">
          <FormText form={form} textKey={view.node.label} text={view.label} />
        </p>
      );
    case "text":
    case "integer":
    case "decimal":
      return <TextField {...common} text={filling.fieldText(view)} onText={give} onLeft={onLeft} />;
    case "date":
      return <DateField {...common} text={filling.fieldText(view)} onText={give} onLeft={onLeft} />;
    case "select_one":
      return view.node.appearance?.split(" ").includes("minimal") ? (
        <SelectField {...common} onChoice={give} />
      ) : (
        <RadioField {...common} onChoice={give} />
      );
    case "select_multiple":
      return <CheckboxesField {...common} onChoice={give} />;
    case "acknowledge":
      return <AcknowledgeField {...common} onChoice={give} />;
    case "image":
      return (
        <PhotoField
          {...common}
          attachment={filling.attachment(view.path)}
          onFile={(file) => filling.attach({ path: view.path, file })}
          onRemove={() => filling.detach(view.path)}
          read={() => filling.preview(view.path)}
        />
      );
    case "calculate":
      return null;
    default:
      return view.type satisfies never;
  }
}
