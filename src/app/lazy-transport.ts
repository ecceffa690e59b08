import type { Exchange, Transport } from "../sync/http-transport.ts";

const unreachable: Exchange = { ok: false, failure: { kind: "no-connection", retryAfterMs: null } };

/** The transport, loaded with its first request: a screen that is read from this device needs none. Never throws, as the one behind it. */
export function createLazyTransport(): Transport {
  let loading: Promise<Transport> | null = null;
  const load = (): Promise<Transport> => {
    loading ??= import("../sync/http-transport.ts").then(({ createHttpTransport }) => createHttpTransport());
    return loading;
  };
  const through = async (request: (transport: Transport) => Promise<Exchange>): Promise<Exchange> => {
    try {
      return await request(await load());
    } catch (error) {
      // How browsers say that a chunk did not load; the next request tries again.
      if (!(error instanceof TypeError)) throw error;
      loading = null;
      return unreachable;
    }
  };
  return {
    ask: (request) => through((transport) => transport.ask(request)),
    file: (request) => through((transport) => transport.file(request)),
  };
}
