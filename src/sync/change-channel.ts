/** Tells the other tabs and the service worker of this device that something stored changed; they read it again. */

export const changeChannelName = "passerelle";

const subjects = ["outbox", "cases", "drafts", "packs"] as const;
/** Which stores changed; the contents never leave the database. */
export type ChangeSubject = (typeof subjects)[number];

export type ChangeChannel = {
  /** Tells other contexts, and the listeners of this one. */
  readonly tell: (subject: ChangeSubject) => void;
  /** @returns ends the listening */
  readonly listen: (listener: (change: { subject: ChangeSubject; isOwn: boolean }) => void) => () => void;
  readonly close: () => void;
};

type Port = Pick<BroadcastChannel, "postMessage" | "close" | "onmessage">;

/** @param port the browser's channel; a test gives its own */
export function openChangeChannel(port: Port = new BroadcastChannel(changeChannelName)): ChangeChannel {
  const listeners = new Set<(change: { subject: ChangeSubject; isOwn: boolean }) => void>();
  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    // A page of another version may say what this one does not know.
    const subject = subjects.find((known) => known === data);
    if (subject) for (const listener of listeners) listener({ subject, isOwn: false });
  };
  return {
    tell: (subject) => {
      port.postMessage(subject);
      for (const listener of listeners) listener({ subject, isOwn: true });
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => port.close(),
  };
}
