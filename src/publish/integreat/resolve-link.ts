import { linkPattern } from "../../core/text.ts";
import { normalPath } from "./read-pages.ts";

const hosts = new Set(["integreat.app", "www.integreat.app", "admin.integreat-app.de", "cms.integreat-app.de"]);

/** A phone number without its layout: `tel:0821 / 3102-0` -> `tel:082131020`. */
const telephone = (number: string): string => `tel:${number.replaceAll(/[^+0-9*#]/g, "")}`;

function repaired(href: string): string {
  const text = href.trim();
  // The CMS makes `https://integreat.app/tel:…` of a link that lost its scheme.
  const lost = /^https:\/\/integreat\.app\/((?:tel|mailto):.*|\d{3,})$/.exec(text)?.[1];
  if (lost !== undefined) return /^\d+$/.test(lost) ? `tel:${lost}` : lost;
  return text;
}

/**
 * Makes the function that turns an address of the source into one of ours: pages of the same county become `page:ID`, other
 * web, phone and mail addresses stay, everything else (`javascript:`, empty, broken) is null.
 */
export function makeLinkResolver(input: {
  /** Page id by normalised path, in every language that is known. */
  readonly pages: ReadonlyMap<string, string>;
  /** The page's own address, for relative links. */
  readonly base: string;
  readonly count: (what: string) => void;
}): (href: string) => string | null {
  const { pages, base, count } = input;
  return (href) => {
    const text = repaired(href);
    if (/^tel:/i.test(text)) {
      const to = telephone(text.slice(4).replaceAll("%20", ""));
      if (linkPattern.test(to)) return to;
      count("links without a usable target");
      return null;
    }
    const mail = /^mailto:\s*([^\s@?]+@[^\s@?]+)/i.exec(text)?.[1];
    if (mail !== undefined) return `mailto:${mail}`;
    const url = URL.canParse(text, base) ? new URL(text, base) : null;
    if (!url || (url.protocol !== "https:" && url.protocol !== "http:") || !linkPattern.test(url.href)) {
      count("links without a usable target");
      return null;
    }
    const page = hosts.has(url.hostname) ? pages.get(normalPath(url.pathname)) : undefined;
    if (page === undefined) {
      count("links to other sites");
      return url.href;
    }
    count("links to pages of the same place");
    return `page:${page}`;
  };
}
