/** The desk at `/desk`: officers' screens in a chunk of their own. Everything is wired here; screens get it through context. */
import { t } from "@lingui/core/macro";
import { useEffect, useState } from "preact/hooks";
import { NewerDatabase, openDeviceDatabase } from "../device/device-database.ts";
import { createHttpTransport } from "../sync/http-transport.ts";
import { FailureNote } from "../ui/components/problem-note.tsx";
import { Skeleton } from "../ui/components/screen-heading.tsx";
import { type FailureWords, readingOnlyWords } from "../ui/error-messages.ts";
import type { ReadingOnly } from "../ui/services.ts";
import { compiledRoots } from "./compiled-roots.ts";
import type { DeskTools } from "./desk-context.ts";
import { DeskContext } from "./desk-context.ts";
import { createDeskHub } from "./desk-hub.ts";
import { DeskScreens } from "./desk-screens.tsx";
import { readOfficerLanguage, speakOfficerLanguage } from "./officer-language.ts";
import { officerStoreOn } from "./officer-record.ts";
import "./desk.css";

type Wired =
  | { readonly kind: "wiring" }
  | { readonly kind: "ready"; readonly tools: Omit<DeskTools, "language"> }
  | { readonly kind: "failed"; readonly reason: ReadingOnly };

async function wire(): Promise<Wired> {
  if (!isSecureContext) return { kind: "failed", reason: "insecure-context" };
  try {
    const { tables } = await openDeviceDatabase();
    const transport = createHttpTransport();
    const hub = createDeskHub(transport);
    const tools = { transport, hub, store: officerStoreOn(tables), roots: compiledRoots(), now: () => new Date() };
    return { kind: "ready", tools };
  } catch (error) {
    return { kind: "failed", reason: error instanceof NewerDatabase ? "newer-schema" : "no-storage" };
  }
}

function failureWords(reason: ReadingOnly): FailureWords {
  switch (reason) {
    case "insecure-context":
      return {
        what: t`This address is not secure (no https). A desk does not work here.`,
        safe: null,
        todo: t`Open the address that begins with https, or ask the people who run the server.`,
      };
    case "no-storage":
      return {
        what: t`This browser lets us save nothing, so your keys cannot be kept.`,
        safe: null,
        todo: t`Leave the private window, free some space, close other windows of Passerelle, or use another browser.`,
      };
    case "newer-schema":
      return readingOnlyWords(reason);
    default:
      return reason satisfies never;
  }
}

/** Mounted by the app at `/desk`; takes nothing from it. */
export function DeskApp() {
  const [language, setLanguage] = useState<string | null>(null);
  const [wired, setWired] = useState<Wired>({ kind: "wiring" });
  const speak = async (next: string) => {
    await speakOfficerLanguage(next);
    setLanguage(next);
  };
  // once, when the desk opens.
  useEffect(() => {
    void readOfficerLanguage().then(speak);
    void wire().then(setWired);
  }, []);
  // Without a catalogue there are no words yet.
  if (language === null) return <div class="desk" aria-busy="true" />;
  if (wired.kind === "ready")
    return (
      <DeskContext.Provider value={{ ...wired.tools, language }}>
        <DeskScreens onLanguage={(next) => void speak(next)} />
      </DeskContext.Provider>
    );
  return (
    <div class="desk">
      <main id="main" class="desk-page">
        <h1>{t`Desk`}</h1>
        {wired.kind === "wiring" ? (
          <Skeleton label={t`Opening the desk`} />
        ) : (
          <FailureNote words={failureWords(wired.reason)} />
        )}
      </main>
    </div>
  );
}
