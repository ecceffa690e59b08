/** Texts of a pack on a screen. */
import { t } from "@lingui/core/macro";
import type { ComponentChildren } from "preact";
import { addressOfLink } from "../../core/address.ts";
import { type Block, directionOf, type Inline, type RichText } from "../../core/text.ts";
import { findText, type Reading, useReading } from "../reading.tsx";

function inlines(nodes: readonly Inline[], reading: Reading): ComponentChildren {
  return nodes.map((node) => {
    if (typeof node === "string") return node;
    if (node.t === "br") return <br />;
    const children = inlines(node.c, reading);
    if (node.t === "a") return <a href={addressOfLink(reading.language, reading.place.id, node.to)}>{children}</a>;
    return node.t === "b" ? <strong>{children}</strong> : <em>{children}</em>;
  });
}

function block(node: Block, reading: Reading): ComponentChildren {
  switch (node.t) {
    case "p":
      return <p>{inlines(node.c, reading)}</p>;
    case "h":
      return node.level === 2 ? <h3>{inlines(node.c, reading)}</h3> : <h4>{inlines(node.c, reading)}</h4>;
    case "ul":
      return (
        <ul>
          {node.items.map((item) => (
            <li>{blocks(item, reading)}</li>
          ))}
        </ul>
      );
    case "ol":
      return (
        <ol>
          {node.items.map((item) => (
            <li>{blocks(item, reading)}</li>
          ))}
        </ol>
      );
    case "table":
      return (
        <div class="scroll">
          <table>
            <thead>
              <tr>
                {node.head.map((cell) => (
                  <th scope="col">{inlines(cell, reading)}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {node.rows.map((row) => (
                <tr>
                  {row.map((cell) => (
                    <td>{inlines(cell, reading)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    default:
      return node satisfies never;
  }
}

/** A list item that is one paragraph needs no paragraph of its own. */
function blocks(nodes: RichText, reading: Reading): ComponentChildren {
  const [only] = nodes;
  return nodes.length === 1 && only?.t === "p" ? inlines(only.c, reading) : nodes.map((node) => block(node, reading));
}

/** A text of the pack. One that is missing in the reader's language is shown in the source language and says so (P8). */
export function Words({ id }: { id: string }) {
  const reading = useReading();
  const found = findText(reading, id);
  if (!found) return <em>{t`This text is missing.`}</em>;
  const content = typeof found.text === "string" ? found.text : found.text.map((node) => block(node, reading));
  const isForeign = found.language !== reading.language;
  if (!isForeign && !found.isStale) return <>{content}</>;
  const Tag = typeof found.text === "string" ? "span" : "div";
  return (
    <>
      <Tag {...(isForeign ? { lang: found.language, dir: directionOf(found.language) } : {})}>{content}</Tag>{" "}
      <small class="mark">{isForeign ? t`Not translated yet` : t`The source changed after this was translated`}</small>
    </>
  );
}

/** The official word in the host language, in its own direction. */
export function HostWord({ host }: { host: { readonly language: string; readonly word: string } | undefined }) {
  if (!host) return null;
  return (
    <span class="host" lang={host.language} dir={directionOf(host.language)}>
      {host.word}
    </span>
  );
}
