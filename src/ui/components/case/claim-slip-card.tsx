/** The claim slip of a case: the secret that opens it elsewhere. It is made only when it is asked for. */
import { t } from "@lingui/core/macro";
import { useState } from "preact/hooks";
import { useLanguage } from "../../hooks/use-language.ts";
import { type CaseView, useServices } from "../../services.ts";
import { Icon } from "../icon.tsx";

/** The drawing of codes is loaded with the first slip; where it cannot be, the text is enough. */
type Slip = {
  readonly text: string;
  readonly address: string;
  readonly QrCode: typeof import("../qr-code.tsx").QrCode | null;
};

/** Prints the slip alone; the rest of the screen stays off the paper. */
function printSlip(): void {
  const { classList } = document.documentElement;
  classList.add("prints-slip");
  addEventListener("afterprint", () => classList.remove("prints-slip"), { once: true });
  print();
}

export function ClaimSlipCard({ of, title }: { of: CaseView; title: string }) {
  const { cases } = useServices();
  const language = useLanguage();
  const [slip, setSlip] = useState<Slip | "hidden" | "missing">("hidden");
  const [copied, setCopied] = useState<"no" | "yes" | "refused">("no");
  const show = async () => {
    const [made, QrCode] = await Promise.all([
      cases.slip({ id: of.id, language }).catch(() => null),
      import("../qr-code.tsx").then(
        (code) => code.QrCode,
        () => null,
      ),
    ]);
    setSlip(made ? { ...made, QrCode } : "missing");
  };
  const copy = (text: string) =>
    navigator.clipboard.writeText(text).then(
      () => setCopied("yes"),
      () => setCopied("refused"),
    );
  return (
    <section>
      <h2>{t`Claim slip`}</h2>
      <p>{t`With the claim slip you open this request on another phone or computer.`}</p>
      <p class="needed">
        <Icon name="alert" />{" "}
        <strong>{t`Whoever has the slip can read this request and the answers of the office.`}</strong>{" "}
        {t`Keep it like a key. Show it to nobody whom you do not trust.`}
      </p>
      {slip === "hidden" ? (
        <button type="button" class="button quiet-button" onClick={() => void show()}>
          <Icon name="id-card" /> {t`Show the claim slip`}
        </button>
      ) : slip === "missing" ? (
        <p>{t`This device has no claim slip for this request.`}</p>
      ) : (
        <>
          <div class="slip">
            <p>
              <strong>Passerelle · {t`Claim slip`}</strong>
              {of.practice ? <strong> · {t`PRACTICE`}</strong> : null}
            </p>
            <p>
              {title} · {t`No.`} <bdi class="number">{of.number}</bdi>
            </p>
            {slip.QrCode ? <slip.QrCode text={slip.address} label={t`Claim slip as a square code`} /> : null}
            <p>{t`Scan the code with the camera of the other device. Or open "My requests" there and enter this text:`}</p>
            <p class="secret">
              <bdi>{slip.text}</bdi>
            </p>
          </div>
          <p class="actions">
            <button type="button" class="button quiet-button" onClick={printSlip}>
              <Icon name="paper" /> {t`Print`}
            </button>
            <button type="button" class="button quiet-button" onClick={() => void copy(slip.text)}>
              {t`Copy the text`}
            </button>
            <button type="button" class="button quiet-button" onClick={() => setSlip("hidden")}>
              {t`Hide`}
            </button>
          </p>
          <p role="status">
            {copied === "yes"
              ? t`Copied. Other apps can read what you copied, so paste it soon.`
              : copied === "refused"
                ? t`This browser does not copy. Mark the text and copy it by hand.`
                : null}
          </p>
        </>
      )}
    </section>
  );
}
