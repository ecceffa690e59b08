import type { VNode } from "preact";
import type { Reading } from "../ui/reading.tsx";

/** A screen with all that it needs, ready to be rendered without waiting. */
export type View = {
  /** As the router names it, without a slash at the end. */
  readonly path: string;
  readonly language: string;
  /** Null where this device has nothing to put around a screen, and for the desk, which has its own frame. */
  readonly reading: Reading | null;
  /** Of the window, once the view's words are spoken; null: the screen's heading names it. */
  readonly title: (() => string) | null;
  readonly screen: VNode;
  readonly hasOwnFrame: boolean;
  /** Switches the interface to the view's words. */
  readonly speak: () => void;
};
