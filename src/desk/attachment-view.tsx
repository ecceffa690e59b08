/** An attachment: opened in the browser, pictures shown from memory, everything else saved as a file. */
import { t } from "@lingui/core/macro";
import { useEffect, useState } from "preact/hooks";
import type { Attachment } from "../core/envelope.ts";
import { FailureNote } from "../ui/components/problem-note.tsx";
import { formatSize } from "../ui/data-size.ts";
import type { FailureWords } from "../ui/error-messages.ts";
import { useDesk } from "./desk-context.ts";
import type { DeskAtWork } from "./desk-session.ts";
import { faultWords, openingWords } from "./fault-words.ts";
import { type OpenedMessage, type OpenedSubmission, readPart } from "./read-case.ts";

/** Pixels only: nothing in them can run. */
const shownTypes = new Set(["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"]);

export function AttachmentView(props: {
  attachment: Attachment;
  envelope: OpenedSubmission | OpenedMessage;
  work: Pick<DeskAtWork, "session">;
  /** What was asked for; part of the picture's name. */
  label: string;
}) {
  const { hub, language } = useDesk();
  const { attachment, envelope } = props;
  const isPicture = shownTypes.has(attachment.mediaType);
  const [url, setUrl] = useState<string | null>(null);
  const [words, setWords] = useState<FailureWords | null>(null);

  const read = async (): Promise<string | null> => {
    const part = await readPart({ hub, work: props.work, envelope, part: attachment.part });
    const failure = part.ok ? (part.value.ok ? null : openingWords(part.value.problem)) : faultWords(part.fault);
    setWords(failure);
    if (!part.ok || !part.value.ok) return null;
    const type = isPicture ? attachment.mediaType : "application/octet-stream";
    return URL.createObjectURL(new Blob([part.value.bytes], { type }));
  };
  // read once for each part of each envelope.
  useEffect(() => {
    let made: string | null = null;
    let isGone = false;
    void read().then((address) => {
      if (isGone && address !== null) URL.revokeObjectURL(address);
      else {
        made = address;
        setUrl(address);
      }
    });
    return () => {
      isGone = true;
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [envelope.hash, attachment.part]);

  const { fileName } = attachment;
  const size = formatSize(language, attachment.bytes);
  return (
    <figure class="attachment">
      <FailureNote words={words}>
        <button type="button" class="button quiet-button" onClick={() => void read().then(setUrl)}>
          {t`Try again`}
        </button>
      </FailureNote>
      {url !== null && isPicture ? <img src={url} alt={`${props.label}: ${fileName}`} /> : null}
      {url === null && words === null ? <p role="status">{t`Opening the file`}</p> : null}
      <figcaption>
        <bdi>{fileName}</bdi> · {size}
        {url === null ? null : (
          <>
            {" · "}
            <a href={url} download={fileName}>
              {t`Save this file`}
            </a>
          </>
        )}
      </figcaption>
    </figure>
  );
}
