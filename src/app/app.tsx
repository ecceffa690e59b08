/** The running app: follows the address, shows one view after the other. */
import { t } from "@lingui/core/macro";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { type AppParts, AppPartsContext } from "../ui/app-parts.ts";
import { Frame } from "../ui/components/frame.tsx";
import { ReadingContext } from "../ui/reading.tsx";
import { type Services, ServicesContext } from "../ui/services.ts";
import { type Held, useHeld } from "./held.ts";
import { dressPage, focusHeading, namePage, placeScroll } from "./page-effects.ts";
import type { View } from "./view.ts";

export type AppProps = {
  readonly first: View;
  readonly resolve: (path: string) => Promise<View>;
  /** Null until the device's part is loaded. */
  readonly services: Held<Services | null>;
  readonly parts: Held<AppParts>;
  readonly onView: (view: View) => void;
};

/** Where this device has no place to put around a screen. */
function BareFrame({ parts, children }: { parts: AppParts; children: ComponentChildren }) {
  const { status: Status } = parts;
  return (
    <>
      <header>
        <a class="brand" href="/">
          Passerelle
        </a>
      </header>
      <section class="status" aria-label={t`This device`}>
        {Status ? <Status /> : null}
      </section>
      <main id="main">{children}</main>
    </>
  );
}

function Framed({ view, parts }: { view: View; parts: AppParts }) {
  if (view.hasOwnFrame) return view.screen;
  return view.reading ? <Frame>{view.screen}</Frame> : <BareFrame parts={parts}>{view.screen}</BareFrame>;
}

export function App({ first, resolve, onView, ...held }: AppProps) {
  const { path } = useLocation();
  const services = useHeld(held.services);
  const parts = useHeld(held.parts);
  const [view, setView] = useState(first);
  const [announced, setAnnounced] = useState("");
  const isFirst = useRef(true);

  useEffect(() => {
    if (path === view.path) return;
    let isWanted = true;
    const show = (next: View): void => {
      if (!isWanted) return;
      next.speak();
      dressPage(next);
      setView(next);
    };
    void resolve(path).then(show);
    return () => {
      isWanted = false;
    };
  }, [path, view.path, resolve]);

  useLayoutEffect(() => {
    const name = namePage(view);
    onView(view);
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    placeScroll();
    focusHeading();
    setAnnounced(name);
  }, [view]);

  return (
    <ServicesContext.Provider value={services}>
      <AppPartsContext.Provider value={parts}>
        <ReadingContext.Provider value={view.reading}>
          <Framed view={view} parts={parts} />
          <p class="hidden-words" role="status" aria-label={t`New screen`}>
            {announced}
          </p>
        </ReadingContext.Provider>
      </AppPartsContext.Provider>
    </ServicesContext.Provider>
  );
}
