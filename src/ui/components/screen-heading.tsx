import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

/**
 * The heading of a screen of the device; it names the window too. With `takesFocus` a screen that was reached without loading a page
 * is read out from its heading.
 */
export function ScreenHeading({
  title,
  takesFocus = false,
  children,
}: {
  title: string;
  takesFocus?: boolean;
  children?: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Passerelle`;
  }, [title]);
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  return (
    <h1 tabIndex={-1} ref={heading}>
      {children ?? title}
    </h1>
  );
}

/** The same height as what is being read from the device; says so to a screen reader. */
export function Skeleton({ label, rows = 3 }: { label: string; rows?: number }) {
  return (
    <div class="skeleton" role="status">
      <span class="hidden-words">{label}</span>
      {Array.from({ length: rows }, () => (
        <div aria-hidden="true" />
      ))}
    </div>
  );
}
