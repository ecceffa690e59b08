import type { ComponentChildren } from "preact";

/** The next action in one place, in reach of the thumb: one filled button, at most one quiet one before it. */
export function BottomBar({ back, children }: { back?: ComponentChildren; children: ComponentChildren }) {
  return (
    <div class="bottom-bar">
      {back}
      {children}
    </div>
  );
}
