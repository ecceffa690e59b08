import type { Manifest } from "../../core/pack.ts";
import type { Place } from "../../core/place.ts";
import type { LanguageBlock } from "../../core/text.ts";
import { InputError } from "../content/fault.ts";
import type { CompiledPlace } from "../pack/compile-place.ts";
import { type Target, writePrecompressed } from "../pack/precompress.ts";
import { htmlDocument, type RenderedPage, type SiteTemplate } from "./html-document.ts";
import { addressOf, fileOf, routesOf, type StaticRoute } from "./routes.ts";

/** Signature of `renderStaticPage`; the built one comes from `dist/prerender/`. */
export type RenderPage = (input: {
  readonly language: string;
  readonly place: Place;
  readonly texts: Readonly<Record<string, LanguageBlock>>;
  readonly manifest: { readonly issuedAt: string; readonly sequence: number; readonly practice: boolean };
  readonly route: StaticRoute;
  /** All places of the site, with their titles in the language. */
  readonly places: readonly { readonly id: string; readonly title: string }[];
}) => RenderedPage;

/** The app that pages belong to. */
export type Site = { readonly template: SiteTemplate; readonly renderPage: RenderPage };

/** One initial TCP window, and what response headers take of it. */
export const firstResponseBytes = 14_000;
export const headerBytes = 1_200;

export type SitePlace = { readonly compiled: CompiledPlace; readonly manifest: Manifest };
export type SiteReport = { readonly pages: number; readonly tooLarge: readonly string[] };

type Job = {
  readonly of: SitePlace;
  readonly language: string;
  readonly route: StaticRoute;
  readonly others: readonly string[];
};

function jobsOf(places: readonly SitePlace[]): readonly Job[] {
  const languages = [...new Set(places.flatMap(({ compiled }) => compiled.place.languages))];
  const homes = languages.flatMap((language) => {
    const of = places.find(({ compiled }) => compiled.place.languages.includes(language));
    return of ? [{ of, language, route: { kind: "home" } as const, others: languages }] : [];
  });
  const rest = places.flatMap((of) =>
    of.compiled.place.languages.flatMap((language) =>
      routesOf(of.compiled.place).map((route) => ({ of, language, route, others: of.compiled.place.languages })),
    ),
  );
  return [...homes, ...rest];
}

type Outcome = { readonly what: string; readonly isImported: boolean } | null;

/** Writes one page; says so when it does not fit the first response. */
/** Title of a place in a language, else in its source language. */
function titleOf({ compiled: { place, texts } }: SitePlace, language: string): string {
  const title = texts.get(language)?.texts[place.title] ?? texts.get(place.sourceLanguage)?.texts[place.title];
  return typeof title === "string" ? title : place.id;
}

async function writePage(
  site: Site,
  target: Target,
  { of, language, route, others, places }: Job & { places: readonly SitePlace[] },
): Promise<Outcome> {
  const { compiled, manifest } = of;
  const page = site.renderPage({
    language,
    place: compiled.place,
    texts: Object.fromEntries(compiled.texts),
    manifest: { issuedAt: manifest.issuedAt, sequence: manifest.sequence, practice: manifest.practice },
    route,
    places: places.map((each) => ({ id: each.compiled.place.id, title: titleOf(each, language) })),
  });
  const alternates = others.map((other) => ({ language: other, address: addressOf(other, compiled.place.id, route) }));
  const address = addressOf(language, compiled.place.id, route);
  const html = htmlDocument({ template: site.template, page, language, alternates });
  const bytes = headerBytes + (await writePrecompressed(target, fileOf(address), html));
  if (bytes <= firstResponseBytes) return null;
  const what = `${address}: ${bytes} bytes with headers, more than ${firstResponseBytes}`;
  return { what, isImported: compiled.place.importedFrom !== undefined };
}

/**
 * Prerenders every address in every language of its place. Pages of ours that do not fit the first response fail the
 * publication; imported ones are listed.
 */
export async function writeSite(site: Site, target: Target, places: readonly SitePlace[]): Promise<SiteReport> {
  const jobs = jobsOf(places);
  const tooLarge: { readonly what: string; readonly isImported: boolean }[] = [];
  const queue = [...jobs];
  const work = async (): Promise<void> => {
    for (let job = queue.shift(); job; job = queue.shift()) {
      const outcome = await writePage(site, target, { ...job, places });
      if (outcome) tooLarge.push(outcome);
    }
  };
  // Compression runs in Node's thread pool of four. All workers end before a failure is told: nothing writes afterwards.
  const ends = await Promise.allSettled(Array.from({ length: 4 }, work));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  const ours = tooLarge.filter(({ isImported }) => !isImported).map(({ what }) => what);
  if (ours.length > 0)
    throw new InputError(ours.sort().join("\n"), "shorten the texts of these pages, or split them in two");
  return { pages: jobs.length, tooLarge: tooLarge.map(({ what }) => what).sort() };
}
