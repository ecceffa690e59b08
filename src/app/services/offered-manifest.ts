import { type Manifest, packPaths } from "../../core/pack.ts";
import { verifyManifest } from "../../seal/manifest.ts";
import type { PackContext } from "./pack-context.ts";

/** The verified manifest that the hub offers for a place; null when it cannot be had. Nothing is stored. */
export async function offeredManifest(
  { transport, roots, now }: Pick<PackContext, "transport" | "roots" | "now">,
  place: string,
): Promise<Manifest | null> {
  const exchange = await transport.file({ path: packPaths.manifest(place) });
  if (!exchange.ok || exchange.reply.status !== 200) return null;
  const verified = await verifyManifest({
    jws: new TextDecoder().decode(exchange.reply.bytes).trim(),
    roots,
    place,
    now: now(),
    source: "network",
    allowPractice: roots.practice,
  });
  return verified.ok ? verified.manifest : null;
}
