/** A form in its current or a pinned version: from this device, else from the hub, by its hash. */
import { parseCompiledForm } from "../../core/form/parse-form.ts";
import { packPaths } from "../../core/pack.ts";
import { ParseError } from "../../core/parse.ts";
import { hashOf } from "../../seal/bytes.ts";
import type { FormSource } from "../../ui/services.ts";
import { storesOf } from "../pack-shelf.ts";
import type { PackContext } from "./pack-context.ts";

type FormContext = Pick<PackContext, "shelf" | "reader" | "transport">;
type Wanted = { readonly place: string; readonly form: string; readonly version?: string };

async function bytesHere({ shelf }: FormContext, of: { place: string; hash: string }): Promise<Uint8Array | null> {
  for (const store of storesOf(shelf)) {
    const bytes = await store.block(of);
    if (bytes) return bytes;
  }
  return null;
}

/** Fetched bytes count only when they are those of the hash that the manifest names; then they stay for later. */
async function fetchBlock(context: FormContext, of: { place: string; hash: string }): Promise<Uint8Array | null> {
  const exchange = await context.transport.file({ path: packPaths.block(of.place, of.hash) });
  if (!exchange.ok || exchange.reply.status !== 200) return null;
  const { bytes } = exchange.reply;
  if ((await hashOf(bytes)) !== of.hash) return null;
  // A form that cannot be stored can still be filled in.
  await (context.shelf.device ?? context.shelf.memory).stage({ ...of, bytes }).catch(() => undefined);
  return bytes;
}

/** Null when the form, or this version of it, is not on this device and cannot be fetched. */
export async function findForm(context: FormContext, { place, form, version }: Wanted): Promise<FormSource | null> {
  const manifest = await context.reader.manifest(place);
  const published = manifest?.formVersions[form] ?? [];
  const hash = version ?? manifest?.blocks.find(({ name }) => name === `form.${form}`)?.hash;
  if (hash === undefined || !published.includes(hash)) return null;
  const bytes = (await bytesHere(context, { place, hash })) ?? (await fetchBlock(context, { place, hash }));
  if (!bytes) return null;
  try {
    return { form: parseCompiledForm(JSON.parse(new TextDecoder().decode(bytes))), version: hash };
  } catch (error) {
    if (error instanceof ParseError || error instanceof SyntaxError) return null;
    throw error;
  }
}
