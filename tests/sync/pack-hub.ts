/** A place published with test keys, served through the real transport; a test bends single answers. */
import { type BlockEntry, packPaths } from "../../src/core/pack.ts";
import { hashOf, utf8 } from "../../src/seal/bytes.ts";
import { hashOfJws } from "../../src/seal/jws.ts";
import { createHttpTransport } from "../../src/sync/http-transport.ts";
import { makeChain } from "../seal/making.ts";

export const place = "example-town";
export const now = () => new Date("2026-11-24T12:00:00Z");

const emptyPlace = {
  v: 1,
  id: place,
  procedures: [],
  pages: [],
  documents: [],
  offices: [],
  officeKinds: [],
  terms: [],
  forms: [],
  lifeEvents: [],
};
const form = (title: string) => ({
  v: 1,
  id: "question",
  title,
  formVersion: "1",
  languages: ["en"],
  defaultLanguage: "en",
  children: [],
  choices: {},
  texts: {},
});
const texts = (language: string, words: string) => ({
  v: 1,
  language,
  origin: { kind: "machine" },
  texts: { "place.title": words },
});

export type Publication = {
  readonly sequence: number;
  /** Changes the words of every language. */
  readonly words?: string;
  readonly formTitle?: string;
  readonly changes?: Readonly<Record<string, unknown>>;
};

export async function packHub({ practice = false }: { practice?: boolean } = {}) {
  const chain = await makeChain({ practice });
  const files = new Map<string, Uint8Array>();
  const asked: string[] = [];
  let previous: string | null = null;
  const formVersions: string[] = [];
  /** Answers instead of the published file. */
  const bent = new Map<string, () => Response | Promise<Response>>();

  const add = async (name: string, value: unknown): Promise<BlockEntry> => {
    const bytes = utf8(JSON.stringify(value));
    const hash = await hashOf(bytes);
    files.set(packPaths.block(place, hash), bytes);
    return { name, hash, bytes: bytes.length, wireBytes: Math.ceil(bytes.length / 2) };
  };
  const publish = async ({ sequence, words = "Town", formTitle = "Question", changes = {} }: Publication) => {
    const formBlock = await add("form.question", form(formTitle));
    if (!formVersions.includes(formBlock.hash)) formVersions.push(formBlock.hash);
    const blocks = [
      formBlock,
      await add("place", emptyPlace),
      await add("texts.en", texts("en", words)),
      await add("texts.fr", texts("fr", `${words} fr`)),
      await add("texts.ar", texts("ar", `${words} ar`)),
    ];
    const jws = await chain.sign({
      sequence,
      previous,
      practice,
      languages: ["en", "fr", "ar"],
      formVersions: { question: [...formVersions] },
      blocks,
      ...changes,
    });
    previous = await hashOfJws(jws);
    files.set(packPaths.manifest(place), utf8(jws));
    return { jws, blocks: Object.fromEntries(blocks.map((entry) => [entry.name, entry])) };
  };
  const transport = createHttpTransport({
    fetch: async (path) => {
      asked.push(path);
      const answer = bent.get(path);
      if (answer) return answer();
      const bytes = files.get(path);
      return bytes
        ? new Response(new Uint8Array(bytes), { headers: { "content-type": "application/octet-stream" } })
        : new Response("not found", { status: 404, headers: { "content-type": "text/plain" } });
    },
  });
  return { chain, publish, transport, asked, bent, roots: chain.roots };
}
export type PackHub = Awaited<ReturnType<typeof packHub>>;
