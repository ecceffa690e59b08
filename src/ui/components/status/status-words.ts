/** The state of this device in words, one short sentence each; null where there is nothing to say. */
import { plural, t } from "@lingui/core/macro";
import { formatSize } from "../../data-size.ts";
import { formatDay, formatTime } from "../../local-time.ts";
import type { DeviceStatus } from "../../services.ts";

export function connectionWords({ connection, readyOffline }: DeviceStatus): string | null {
  switch (connection) {
    case "no-connection":
      return readyOffline ? t`No connection · everything here still works` : t`No connection`;
    case "captive-portal":
      return t`This Wi-Fi wants you to sign in first`;
    case "hub-fault":
      return t`The server has a fault · we try again`;
    case "unknown":
    case "hub-answers":
      return null;
    default:
      return connection satisfies never;
  }
}

/** "By itself" only where the browser accepted to wake us (S5.6). */
export function waitingWords({ waiting, sendsByItself, isSending }: DeviceStatus): string | null {
  if (waiting === 0) return null;
  const count = plural(waiting, { one: "# waiting", other: "# waiting" });
  if (isSending) return t`${count} · sending now`;
  return sendsByItself
    ? t`${count} · will be sent by itself`
    : t`${count} · open Passerelle when you have a connection`;
}

export function fetchingWords({ fetching, readyOffline }: DeviceStatus, language: string): string | null {
  if (!fetching) return null;
  const received = formatSize(language, fetching.receivedBytes);
  const total = formatSize(language, fetching.totalBytes);
  return readyOffline
    ? t`Fetching an update of ${total}`
    : t`Keeping this place on this device: ${received} of ${total}`;
}

export function lastContactWords(
  { lastContactAt }: DeviceStatus,
  { language, now }: { language: string; now: Date },
): string | null {
  if (lastContactAt === null) return null;
  const at = new Date(lastContactAt);
  const time = formatTime(language, at);
  const day = formatDay(language, at);
  return at.toDateString() === now.toDateString() ? t`Last contact today ${time}` : t`Last contact ${day}`;
}
