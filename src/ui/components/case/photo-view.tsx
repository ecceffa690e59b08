import { t } from "@lingui/core/macro";
import { useEffect, useState } from "preact/hooks";
import { formatSize } from "../../data-size.ts";
import { useLanguage } from "../../hooks/use-language.ts";
import { Icon } from "../icon.tsx";

/** A photo that is opened only when it is asked for, since opening it decrypts it. */
export function PhotoView(props: { label: string; bytes: number; load: () => Promise<Blob | null> }) {
  const language = useLanguage();
  const [shown, setShown] = useState<{ readonly url: string } | "opening" | "missing" | null>(null);
  const url = typeof shown === "object" && shown !== null ? shown.url : null;
  useEffect(
    () => () => {
      if (url !== null) URL.revokeObjectURL(url);
    },
    [url],
  );
  const open = async () => {
    setShown("opening");
    const blob = await props.load().catch(() => null);
    setShown(blob === null ? "missing" : { url: URL.createObjectURL(blob) });
  };
  const { label } = props;
  const size = formatSize(language, props.bytes);
  if (url !== null) return <img class="photo" src={url} alt={t`Photo: ${label}`} />;
  if (shown === "missing")
    return <span class="quiet">{t`This photo is not on this device. It was sent to the office.`}</span>;
  return (
    <button type="button" class="button quiet-button" disabled={shown === "opening"} onClick={() => void open()}>
      <Icon name="camera" /> {t`Show the photo`} · {size} <span class="hidden-words">{label}</span>
    </button>
  );
}
