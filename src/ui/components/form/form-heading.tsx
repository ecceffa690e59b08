import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * Heading of one screen of a form. Whoever came here without loading a page is put at its beginning and a screen reader reads it out,
 * unless the way led to one question (`question`: id of its first control).
 */
export function FormHeading({
  at,
  caption,
  question,
  children,
}: {
  /** Names the screen; the focus moves when it changes, not when the language does. */
  at: string;
  caption?: ComponentChildren;
  question?: string | null;
  children: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Before anything is painted, so that nothing moves under a finger. It is the change of screen that moves the focus.
  useLayoutEffect(() => {
    const field = question === undefined || question === null ? null : document.getElementById(question);
    if (field) {
      field.focus();
      field.closest("[data-question]")?.scrollIntoView({ block: "start" });
    } else {
      heading.current?.focus({ preventScroll: true });
      heading.current?.parentElement?.scrollIntoView({ block: "start" });
    }
  }, [at, question]);
  return (
    <div class="form-heading">
      {caption === undefined ? null : <p class="caption">{caption}</p>}
      <h1 tabIndex={-1} ref={heading}>
        {children}
      </h1>
    </div>
  );
}
