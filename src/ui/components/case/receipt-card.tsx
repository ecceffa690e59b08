import { t } from "@lingui/core/macro";
import { useEffect, useState } from "preact/hooks";
import { addressOfOwn } from "../../../core/address.ts";
import { useLanguage } from "../../hooks/use-language.ts";
import { saveBlob } from "../../save-blob.ts";
import { type CaseView, useServices } from "../../services.ts";
import { Icon } from "../icon.tsx";

/** The hub's signed statement, to be kept as proof. It holds no answer and opens nothing. */
export function ReceiptCard({ of }: { of: CaseView }) {
  const { cases } = useServices();
  const language = useLanguage();
  const [jws, setJws] = useState<string | null>(null);
  const hasReceipt = of.receivedBetween !== null;
  useEffect(() => {
    let isShown = true;
    if (hasReceipt)
      void cases
        .receipt(of.id)
        .catch(() => null)
        .then((found) => {
          if (isShown) setJws(found);
        });
    return () => {
      isShown = false;
    };
  }, [cases, of.id, hasReceipt]);
  if (jws === null) return null;
  return (
    <section>
      <h2>{t`Receipt`}</h2>
      <p>{t`The receipt proves that your form and its photos arrived, and in which hour.`}</p>
      <p class="quiet">{t`It does not show your answers. You can show it to others.`}</p>
      <details>
        <summary>{t`Show the text of the receipt`}</summary>
        <p class="secret">
          <bdi>{jws}</bdi>
        </p>
      </details>
      <p class="actions">
        <button
          type="button"
          class="button quiet-button"
          onClick={() =>
            saveBlob({ blob: new Blob([jws], { type: "application/jose" }), name: `passerelle-receipt-${of.number}` })
          }
        >
          <Icon name="download" /> {t`Save as a file`}
        </button>
        <a class="button quiet-button" href={`${addressOfOwn(language, "receipt")}#${jws}`}>
          <Icon name="check" /> {t`Check it`}
        </a>
      </p>
    </section>
  );
}
