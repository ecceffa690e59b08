/** Whether the hub answers, from every request that this page makes. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Exchange, Transport } from "../../sync/http-transport.ts";
import type { Connection } from "../../ui/services.ts";
import { problemOfFailure } from "./outcome.ts";

export type ConnectionWatch = {
  readonly transport: Transport;
  readonly connection: ReadonlySignal<Connection>;
  /** The browser says that there is no network at all. */
  readonly lose: () => void;
};

/** A transport whose answers and failures are noticed. */
export function watchConnection(transport: Transport): ConnectionWatch {
  const connection = signal<Connection>("unknown");
  const notice = (exchange: Exchange): Exchange => {
    // A request that we ended ourselves tells nothing.
    if (exchange.ok) connection.value = "hub-answers";
    else if (exchange.failure.kind !== "given-up") connection.value = problemOfFailure(exchange.failure);
    return exchange;
  };
  return {
    connection,
    lose: () => {
      connection.value = "no-connection";
    },
    transport: {
      ask: async (request) => notice(await transport.ask(request)),
      file: async (request) => notice(await transport.file(request)),
    },
  };
}
