/** What a story does in a browser, by role and visible label, whatever drives the browser. */

/** Roles that stories look for. */
export type Role = "button" | "link" | "heading" | "textbox" | "radio" | "checkbox" | "combobox" | "img";
/** A text is part of the name, without regard to case; a pattern is tried on the whole name. */
export type Name = string | RegExp;
export type Target = { readonly role: Role; readonly name: Name };

/** One page of a browser. Every call waits until it can be done, and throws saying what it waited for. */
export type Tab = {
  readonly goto: (address: string) => Promise<void>;
  readonly reload: () => Promise<void>;
  readonly address: () => Promise<string>;
  readonly click: (target: Target) => Promise<void>;
  /** Replaces what stands in the field; of a list, chooses the entry with this value. */
  readonly fill: (label: Name, value: string) => Promise<void>;
  /** A radio button or a checkbox. */
  readonly choose: (label: Name) => Promise<void>;
  readonly upload: (label: Name, file: string) => Promise<void>;
  /** What stands in the field. */
  readonly value: (label: Name) => Promise<string>;
  /** Waits until the page shows the text. */
  readonly see: (text: Name, options?: { readonly timeoutMs?: number }) => Promise<void>;
  readonly isThere: (target: Target) => Promise<boolean>;
  /** All visible text of the page. */
  readonly text: () => Promise<string>;
  /** Value of an expression in the page, as JSON carries it. */
  readonly evaluate: (expression: string) => Promise<unknown>;
  readonly screenshot: (file: string) => Promise<void>;
};

export type OpenBrowser = {
  readonly tab: Tab;
  /** SIGKILL to the browser and everything it started. */
  readonly kill: () => Promise<void>;
  readonly close: () => Promise<void>;
  /** Requests to another origin and reports of a broken security policy that were seen so far. */
  readonly trespasses: () => Promise<readonly string[]>;
};

export type Driver = {
  readonly name: string;
  /** Whether a profile is there again after a kill; without it a story reloads instead. */
  readonly keepsStore: boolean;
  /** Opens the browser on a profile folder; an empty one is a new person's. */
  readonly open: (of: { profile: string; origin: string; language: string }) => Promise<OpenBrowser>;
};

export const actionTimeoutMs = 20_000;
