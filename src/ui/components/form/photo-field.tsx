/** A question that is answered by a photo: from the camera or from a file, scaled down and sealed on this device. */
import { t } from "@lingui/core/macro";
import { useRef, useState } from "preact/hooks";
import { formatSize } from "../../data-size.ts";
import { useReading } from "../../reading.tsx";
import type { DraftAttachment, Outcome, Problem } from "../../services.ts";
import { Icon } from "../icon.tsx";
import { ProblemNote } from "../problem-note.tsx";
import { describedControl, FieldGroup, type FieldProps, fieldId } from "./field.tsx";
import { PhotoPreview } from "./photo-preview.tsx";

type PhotoFieldProps = FieldProps & {
  readonly attachment: DraftAttachment | null;
  readonly onFile: (file: Blob) => Promise<Outcome>;
  readonly onRemove: () => Promise<Outcome>;
  readonly read: () => Promise<Blob | null>;
};

/** A phone or tablet: its camera can be asked for directly. Elsewhere both buttons would open the same window. */
const hasCamera = (): boolean => typeof matchMedia === "function" && matchMedia("(pointer: coarse)").matches;

export function PhotoField({ attachment, onFile, onRemove, read, ...props }: PhotoFieldProps) {
  const { view } = props;
  const { language } = useReading();
  const [isWorking, setIsWorking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const first = useRef<HTMLInputElement>(null);
  const id = fieldId(view.path);
  const work = async (doIt: () => Promise<Outcome>) => {
    setIsWorking(true);
    setProblem(null);
    const result = await doIt();
    setIsWorking(false);
    if (!result.ok) setProblem(result.problem);
  };
  const size = attachment === null ? "" : formatSize(language, attachment.bytes);
  const chooser = (options: { id: string; words: string; icon: string; isCamera: boolean }) => (
    <span class="file-chooser">
      <input
        type="file"
        accept="image/*"
        id={options.id}
        ref={options.id === id ? first : null}
        disabled={isWorking || view.readOnly}
        {...(options.isCamera ? { capture: "environment" as const } : {})}
        {...describedControl(props)}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          // The same file may be chosen again after it was removed.
          event.currentTarget.value = "";
          if (file) void work(() => onFile(file));
        }}
      />
      <label class="button quiet-button" for={options.id}>
        <Icon name={options.icon} /> {options.words}
      </label>
    </span>
  );
  return (
    <FieldGroup {...props}>
      {attachment === null ? null : (
        <div class="photo-card">
          <PhotoPreview attachment={attachment} label={view.label} read={read} />
          <p>
            {t`Photo · ${size} · saved on this device`}
            <br />
            <button
              type="button"
              class="button quiet-button"
              disabled={isWorking}
              onClick={() => void work(onRemove).then(() => first.current?.focus())}
            >
              {t`Remove the photo`}
            </button>
          </p>
        </div>
      )}
      <div class="actions">
        {hasCamera()
          ? chooser({
              id,
              words: attachment === null ? t`Take a photo` : t`Take another photo`,
              icon: "camera",
              isCamera: true,
            })
          : null}
        {chooser({
          id: hasCamera() ? `${id}:file` : id,
          words: attachment === null ? t`Choose a picture` : t`Choose another picture`,
          icon: "paper",
          isCamera: false,
        })}
      </div>
      <p role="status">
        {isWorking ? (
          <>
            <progress aria-label={t`Preparing the photo`} />{" "}
            {t`Making the photo smaller and sealing it on this device…`}
          </>
        ) : null}
      </p>
      <ProblemNote problem={problem} />
    </FieldGroup>
  );
}
