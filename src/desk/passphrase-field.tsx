/** A passphrase on a screen: typed blind unless the officer wants to see it. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

export function PassphraseField(props: {
  label: string;
  value: string;
  /** Tells a password manager whether to make one or to fill in the one it knows. */
  kind: "new" | "current";
  isShown: boolean;
  onInput: (value: string) => void;
  children?: ComponentChildren;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        {...(props.isShown ? { type: "text" as const } : { type: "password" as const })}
        autocomplete={props.kind === "new" ? "new-password" : "current-password"}
        autocapitalize="none"
        spellcheck={false}
        dir="auto"
        value={props.value}
        aria-describedby={`${id}-more`}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <div id={`${id}-more`} class="quiet" aria-live="polite">
        {props.children}
      </div>
    </div>
  );
}
