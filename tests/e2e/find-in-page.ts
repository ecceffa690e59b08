/** Finding by role and name for drivers that cannot: a small part of HTML-AAM and of the accessible name computation, run in the page. */
import type { Name, Role } from "./tab.ts";

export type NameTest = { readonly source: string; readonly flags: string };

/** Any white space stands for any other: French writes a narrow one before some signs. */
const withAnySpace = (source: string): string => source.replaceAll(/\s+/gu, "\\s+");

/** A name as a pattern that can be sent to a page. */
export const nameTest = (name: Name): NameTest =>
  typeof name === "string"
    ? { source: withAnySpace(name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")), flags: "iu" }
    : { source: withAnySpace(name.source), flags: name.flags };

/** Any kind of field, found by its label. */
export type Wanted = { readonly role: Role | "field" | "choice" | "file"; readonly name: NameTest };

const selectors: Readonly<Record<Wanted["role"], string>> = {
  button: "button, summary, [role=button], input[type=submit]",
  link: "a[href], [role=link]",
  heading: "h1, h2, h3, h4, h5, h6, [role=heading]",
  textbox: "input:not([type]), input[type=text], input[type=email], input[type=tel], textarea",
  radio: "input[type=radio]",
  checkbox: "input[type=checkbox]",
  combobox: "select, [role=combobox]",
  img: "img, svg[role=img]",
  field: "input:not([type=radio]):not([type=checkbox]):not([type=file]):not([type=hidden]), textarea, select",
  choice: "input[type=radio], input[type=checkbox]",
  file: "input[type=file]",
};

/** Body of a function of the page that returns the first fitting element that is shown, or null. */
export const finderSource = ({ role, name }: Wanted): string => `
  const pattern = new RegExp(${JSON.stringify(name.source)}, ${JSON.stringify(name.flags)});
  const plain = (text) => (text ?? "").replace(/\\s+/g, " ").trim();
  const textOf = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute("aria-hidden") === "true") return "";
    if (node.hasAttribute("aria-label")) return node.getAttribute("aria-label");
    if (node.localName === "img") return node.getAttribute("alt") ?? "";
    return Array.from(node.childNodes, textOf).join(" ");
  };
  const nameOf = (element) => {
    const ids = element.getAttribute("aria-labelledby");
    if (ids) return ids.split(/\\s+/).map((id) => document.getElementById(id)).filter(Boolean).map(textOf).join(" ");
    if (element.hasAttribute("aria-label")) return element.getAttribute("aria-label");
    if (element.labels && element.labels.length > 0) return Array.from(element.labels, textOf).join(" ");
    return textOf(element) || element.getAttribute("title") || "";
  };
  const isShown = (element) => {
    // A file field may be hidden behind its label.
    if (element.type === "file") return !element.disabled;
    return element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden";
  };
  return Array.from(document.querySelectorAll(${JSON.stringify(selectors[role])})).find(
    (element) => isShown(element) && pattern.test(plain(nameOf(element))),
  ) ?? null;`;

/** Waits for something that is not null. @throws naming what was waited for */
export async function waitFor<Found>(
  look: () => Promise<Found | null>,
  what: string,
  timeoutMs: number,
): Promise<Found> {
  const end = performance.now() + timeoutMs;
  let lastError: unknown = null;
  for (;;) {
    try {
      const found = await look();
      if (found !== null) return found;
    } catch (error) {
      // The page was being replaced.
      lastError = error;
    }
    if (performance.now() > end)
      throw new Error(`${what} was not there after ${timeoutMs} ms${lastError ? ` (${String(lastError)})` : ""}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** How Firefox and WebKit say that the page drew the element anew since it was found. */
const wasRedrawn = (error: unknown): boolean =>
  error instanceof Error && /detached|stale element|no longer (attached|valid)|not connected/i.test(error.message);

/** Does something with an element, again from the search where the page drew it anew meanwhile. */
export async function retryWhenRedrawn<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1)
    try {
      return await act();
    } catch (error) {
      if (tries === 10 || !wasRedrawn(error)) throw error;
    }
}

export const shown = (role: string, name: Name): string => `${role} ${JSON.stringify(String(name))}`;
