/** A photo of a draft, as it will be sent. */
import { t } from "@lingui/core/macro";
import { useEffect, useState } from "preact/hooks";
import type { DraftAttachment } from "../../services.ts";

/** The address lives as long as the picture is on the screen. */
function useObjectUrl(read: () => Promise<Blob | null>, key: string): string | null {
  const [url, setUrl] = useState<string | null>(null);
  // The key names what `read` reads; the function itself is new at each rendering.
  useEffect(() => {
    let made: string | null = null;
    let isGone = false;
    void read().then((blob) => {
      if (isGone || blob === null) return;
      made = URL.createObjectURL(blob);
      setUrl(made);
    });
    return () => {
      isGone = true;
      setUrl(null);
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [key]);
  return url;
}

export function PhotoPreview({
  attachment,
  label,
  read,
}: {
  attachment: DraftAttachment;
  /** The question that the photo answers. */
  label: string;
  read: () => Promise<Blob | null>;
}) {
  const url = useObjectUrl(read, `${attachment.path} ${attachment.fileName} ${attachment.bytes}`);
  const alt = t`Your photo for: ${label}`;
  return url === null ? <div class="photo" aria-hidden="true" /> : <img class="photo" src={url} alt={alt} />;
}
