import { useEffect, useState } from "preact/hooks";

/** A value that changes, and those who follow it: enough for the first screen, before signals are loaded. */
export type Held<T> = {
  readonly get: () => T;
  readonly set: (value: T) => void;
  /** @returns ends it */
  readonly follow: (listener: (value: T) => void) => () => void;
};

export function hold<T>(first: T): Held<T> {
  let value = first;
  const listeners = new Set<(value: T) => void>();
  return {
    get: () => value,
    set: (next) => {
      value = next;
      for (const listener of listeners) listener(next);
    },
    follow: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The value now; the component is drawn again when it changes. */
export function useHeld<T>(held: Held<T>): T {
  const [value, setValue] = useState(held.get);
  useEffect(() => {
    setValue(() => held.get());
    return held.follow((next) => setValue(() => next));
  }, [held]);
  return value;
}
