/** What a page asks of the worker; what it cannot read is of another version and gets no answer. */
import { ParseError } from "../src/core/parse.ts";
import { createPackStore } from "../src/device/pack-store.ts";
import { openChangeChannel } from "../src/sync/change-channel.ts";
import { createHttpTransport } from "../src/sync/http-transport.ts";
import { type TakePackAnswer, type TakePackRequest, workerRequest } from "../src/sync/pack-messages.ts";
import { updatePack } from "../src/sync/pack-update.ts";
import { keepWords, type PinnedFile } from "./app-files.ts";
import { withDevice } from "./device-packs.ts";

type Answer = (answer: TakePackAnswer) => void;

/** Keeps a place and the interface's words in its languages: a page that is closed meanwhile loses nothing. */
async function takePack({ place, languages }: TakePackRequest, answer: Answer): Promise<boolean> {
  const result = await withDevice((connection) =>
    updatePack({
      transport: createHttpTransport(),
      store: createPackStore(connection),
      roots: __ROOTS__,
      place,
      languages: languages ?? "as-kept",
      scope: "whole",
      now: () => new Date(),
      onProgress: (progress) => answer({ kind: "progress", ...progress }),
    }),
  );
  if (result?.ok && result.outcome === "updated") {
    const channel = openChangeChannel();
    channel.tell("packs");
    channel.close();
  }
  return result?.ok === true;
}

const parseRequest = (data: unknown): ReturnType<typeof workerRequest> | null => {
  try {
    return workerRequest(data, "message");
  } catch (error) {
    if (error instanceof ParseError) return null;
    throw error;
  }
};

/** Does what a page asks and answers on its port. */
export async function answerPage(
  files: readonly PinnedFile[],
  { data, ports }: Pick<ExtendableMessageEvent, "data" | "ports">,
): Promise<void> {
  const request = parseRequest(data);
  if (!request) return;
  const answer: Answer = (message) => ports[0]?.postMessage(message);
  try {
    await keepWords(files, request.languages ?? []);
    const isDone = request.type === "keep-words" || (await takePack(request, answer));
    answer({ kind: isDone ? "done" : "failed" });
  } catch (error) {
    answer({ kind: "failed" });
    // No connection while words were fetched is an answer like others.
    if (!(error instanceof TypeError)) throw error;
  }
}
