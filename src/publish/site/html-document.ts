import { createHash } from "node:crypto";
import { directionOf } from "../../core/text.ts";
import { InputError } from "../content/fault.ts";

/** What `renderStaticPage` of ui returns. */
export type RenderedPage = { readonly title: string; readonly bodyHtml: string; readonly description: string };

/** The built app's `index.html`, taken apart: the same head, style and script serve the app and every prerendered page. */
export type SiteTemplate = {
  readonly head: string;
  readonly bodyStart: string;
  readonly bodyEnd: string;
  /** For the content security policy: `sha256-…` of the one inline style. */
  readonly styleHash: string;
};

export const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const mount = /^([\s\S]*<div id="app"[^>]*>)[\s\S]*?(<\/div>[\s\S]*)$/;

/** Takes the built `index.html` apart. Throws an {@link InputError} when it is not what the app's build makes. */
export function readTemplate(html: string): SiteTemplate {
  const cure = "build the app again: ./passerelle build";
  const head = /<head>([\s\S]*?)<\/head>/.exec(html)?.[1];
  const body = /<body[^>]*>([\s\S]*?)<\/body>/.exec(html)?.[1];
  const styles = [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)];
  const parts = body === undefined ? null : mount.exec(body);
  if (head === undefined || !parts)
    throw new InputError('dist/app/index.html: has no <head>, or no <div id="app">', cure);
  const style = styles[0]?.[1];
  if (style === undefined || styles.length !== 1)
    throw new InputError(`dist/app/index.html: has ${styles.length} inline styles instead of one`, cure);
  return {
    head: head
      .replace(/\s*<title>[\s\S]*?<\/title>/, "")
      .replace(/\s*<meta name="description"[^>]*>/, "")
      .trim(),
    bodyStart: (parts[1] ?? "").trim(),
    bodyEnd: (parts[2] ?? "").trim(),
    styleHash: `sha256-${createHash("sha256").update(style).digest("base64")}`,
  };
}

/** A whole page: readable without script, in its language and direction, with its other languages named. */
export function htmlDocument(input: {
  readonly template: SiteTemplate;
  readonly page: RenderedPage;
  readonly language: string;
  /** Addresses of the same page, by language. */
  readonly alternates: readonly { readonly language: string; readonly address: string }[];
}): string {
  const { template, page, language, alternates } = input;
  const links = alternates.map(
    ({ language: other, address }) => `<link rel="alternate" hreflang="${other}" href="${escapeHtml(address)}">`,
  );
  return [
    "<!doctype html>",
    `<html lang="${language}" dir="${directionOf(language)}">`,
    "<head>",
    template.head,
    `<title>${escapeHtml(page.title)}</title>`,
    `<meta name="description" content="${escapeHtml(page.description)}">`,
    ...links,
    "</head>",
    "<body>",
    `${template.bodyStart}${page.bodyHtml}${template.bodyEnd}`,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}
