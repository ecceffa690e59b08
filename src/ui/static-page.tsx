/** A screen as HTML, for publishing: the same components, before any script. */
import type { Messages } from "@lingui/core";
import { renderToString } from "preact-render-to-string";
import { Frame } from "./components/frame.tsx";
import { activateWith, interfaceLanguageOf } from "./i18n.ts";
import { pageTitle } from "./page-title.ts";
import { plainText, type Reading, ReadingContext } from "./reading.tsx";
import { readingScreen } from "./reading-screen.tsx";

/** All at once: publishing renders every language. */
const catalogues = import.meta.glob<{ readonly messages: Messages }>("../../locales/*.po", { eager: true });

/** Renders one screen in one language. @throws when the place has no such item */
export function renderStaticPage(reading: Reading): { title: string; description: string; bodyHtml: string } {
  const known = interfaceLanguageOf(reading.language);
  activateWith(known, catalogues[`../../locales/${known}.po`]?.messages ?? {});
  const found = readingScreen(reading);
  if (!found) throw new Error(`there is no ${JSON.stringify(reading.route)} in ${reading.place.id}`);
  return {
    title: pageTitle(reading, found.title),
    description: plainText(reading, found.description),
    bodyHtml: renderToString(
      <ReadingContext.Provider value={reading}>
        <Frame>{found.screen}</Frame>
      </ReadingContext.Provider>,
    ),
  };
}
