/** A given answer as the person reads it: choices by their label, dates and numbers as the language writes them. */
import { t } from "@lingui/core/macro";
import type { QuestionView } from "../../../core/form/model.ts";
import { formatSize } from "../../data-size.ts";
import { formatDate, useReading } from "../../reading.tsx";
import type { FormFilling } from "./form-filling.ts";
import { PhotoPreview } from "./photo-preview.tsx";

export function AnswerWords({ filling, view }: { filling: FormFilling; view: QuestionView }) {
  const { language } = useReading();
  const { path, type, value, label } = view;
  if (value === "") return <span class="quiet">{t`Not answered`}</span>;
  switch (type) {
    case "date":
      return <>{formatDate(language, value)}</>;
    case "integer":
    case "decimal":
      return (
        <bdi>
          {new Intl.NumberFormat(language, { maximumFractionDigits: 15, useGrouping: false }).format(Number(value))}
        </bdi>
      );
    case "select_one":
    case "select_multiple":
      return <>{filling.session.display(path, language)}</>;
    case "acknowledge":
      return <>{t`Yes, I agree`}</>;
    case "image": {
      const attachment = filling.attachment(path);
      if (attachment === null) return <>{value}</>;
      const size = formatSize(language, attachment.bytes);
      return (
        <>
          <PhotoPreview attachment={attachment} label={label} read={() => filling.preview(path)} />
          {t`Photo · ${size}`}
        </>
      );
    }
    case "text":
      return (
        <span class="as-written" dir="auto">
          {value}
        </span>
      );
    case "note":
    case "calculate":
      return null;
    default:
      return type satisfies never;
  }
}
