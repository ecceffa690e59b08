/** What the browser's events and a slow clock mean for sender and packs while a page is open. */
import type { Connection } from "../ui/services.ts";

/** While the hub does not answer it is asked again so often, seen pages only. */
const probeEveryMs = 30_000;
/** A page that stays open looks for updates so often. */
const lookEveryMs = 6 * 3_600_000;
/** A page that is looked at asks so often whether a desk has answered. */
const newsEveryMs = 60_000;

export function followConnection(of: {
  readonly connection: () => Connection;
  readonly lose: () => void;
  /** Shortens the sender's wait. */
  readonly shorten: () => void;
  /** Asks the hub for news of places and cases; never rejects. */
  readonly look: () => Promise<void>;
  /** Asks for news of the cases, if there are any; never rejects. */
  readonly askForNews: () => Promise<void>;
}): void {
  let lookedAt = Date.now();
  let newsAt = Date.now();
  let isLooking = false;
  const look = (): void => {
    if (isLooking) return;
    isLooking = true;
    lookedAt = Date.now();
    void of.look().finally(() => {
      isLooking = false;
    });
  };
  const isSeen = () => document.visibilityState === "visible";
  const askForNews = (): void => {
    if (!isSeen() || isLooking || Date.now() - newsAt < newsEveryMs) return;
    newsAt = Date.now();
    void of.askForNews();
  };
  addEventListener("online", () => {
    of.shorten();
    look();
  });
  addEventListener("offline", of.lose);
  document.addEventListener("visibilitychange", () => {
    if (!isSeen()) return;
    of.shorten();
    if (Date.now() - lookedAt > lookEveryMs) look();
    askForNews();
  });
  setInterval(askForNews, newsEveryMs / 4);
  // Where only the hub was down no `online` event ever comes.
  setInterval(() => {
    if (isSeen() && of.connection() !== "hub-answers") look();
  }, probeEveryMs);
}
