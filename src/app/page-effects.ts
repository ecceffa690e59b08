/** What a change of screen means for the page around the app: language, direction, title, focus, place of scrolling. */
import { directionOf } from "../core/text.ts";
import type { View } from "./view.ts";

/** Language and direction of the page, before the screen is drawn. */
export function dressPage({ language }: Pick<View, "language">): void {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
}

const heading = (): HTMLElement | null => document.querySelector<HTMLElement>("main h1, h1");

/** Names the window. @returns the name, for those who hear it */
export function namePage({ title }: Pick<View, "title">): string {
  const name = title?.() ?? `${heading()?.textContent?.trim() ?? ""} · Passerelle`;
  document.title = name;
  return name;
}

/** After a link was followed in the app, reading goes on at the new heading, as after loading a page. */
export function focusHeading(): void {
  const target = heading();
  if (!target) return;
  if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

/** The history entry remembers how far the person had scrolled; nothing is written elsewhere. */
type Remembered = { readonly scrollY: number };
const isRemembered = (state: unknown): state is Remembered =>
  typeof state === "object" && state !== null && "scrollY" in state && typeof state.scrollY === "number";

/** Safari allows 100 changes of the history in 30 s. */
const rememberEveryMs = 400;

/** Keeps the place of scrolling in the history entry. @returns ends it */
export function rememberScroll(): () => void {
  history.scrollRestoration = "manual";
  let timer: ReturnType<typeof setTimeout> | undefined;
  const note = () => {
    timer = undefined;
    history.replaceState({ ...history.state, scrollY }, "");
  };
  const later = () => {
    timer ??= setTimeout(note, rememberEveryMs);
  };
  addEventListener("scroll", later, { passive: true });
  return () => {
    clearTimeout(timer);
    removeEventListener("scroll", later);
  };
}

/** Goes to where this history entry was, else to the fragment, else to the top. */
export function placeScroll(): void {
  const state: unknown = history.state;
  const target = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
  if (isRemembered(state)) scrollTo(0, state.scrollY);
  else if (target) target.scrollIntoView();
  else scrollTo(0, 0);
}
