/** Two steps before something is destroyed: the question takes the place of its button, the safe answer comes first. */
import { t } from "@lingui/core/macro";
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./icon.tsx";

export function Confirm(props: {
  /** Words of the button that begins. */
  ask: string;
  icon: string;
  /** What will happen, in full. */
  children: ComponentChildren;
  /** Words of the button that does it. */
  yes: string;
  no?: string;
  onYes: () => Promise<unknown>;
}) {
  const [step, setStep] = useState<"closed" | "asking" | "working">("closed");
  const question = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  const name = useId();
  useLayoutEffect(() => {
    if (step === "asking") question.current?.focus();
    if (step === "closed" && wasOpen.current) button.current?.focus();
    wasOpen.current = step !== "closed";
  }, [step]);
  if (step === "closed")
    return (
      <button type="button" class="button quiet-button" ref={button} onClick={() => setStep("asking")}>
        <Icon name={props.icon} /> {props.ask}
      </button>
    );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields of a form, here are two answers to a question.
    <div
      class="confirm"
      role="group"
      aria-labelledby={name}
      tabIndex={-1}
      ref={question}
      onKeyDown={(event) => {
        if (event.key === "Escape" && step === "asking") setStep("closed");
      }}
    >
      <div id={name}>{props.children}</div>
      <p class="actions">
        <button type="button" class="button" disabled={step === "working"} onClick={() => setStep("closed")}>
          {props.no ?? t`No, keep it`}
        </button>
        <button
          type="button"
          class="button danger"
          disabled={step === "working"}
          onClick={() => {
            setStep("working");
            void props.onYes().finally(() => setStep("closed"));
          }}
        >
          {props.yes}
        </button>
      </p>
    </div>
  );
}
