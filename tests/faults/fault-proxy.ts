/** A scripted HTTP proxy between a device and a hub: drops, cuts, flips and replaces what passes. */
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** What happens to one exchange. The request always reaches the hub unless `answer` or `resetRequestAfter` says otherwise. */
export type Fault =
  | { readonly kind: "pass" }
  /** The hub acts, its response is lost. */
  | { readonly kind: "dropResponse" }
  /** The response ends after so many bytes of its body. */
  | { readonly kind: "cutResponse"; readonly afterBytes: number }
  /** One bit of the response's body is flipped. */
  | { readonly kind: "flipBit"; readonly bit: number }
  /** The connection is reset after so many bytes of the request's body. */
  | { readonly kind: "resetRequest"; readonly afterBytes: number }
  /** Somebody else answers: a captive portal, an overloaded proxy. */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    };

export type Exchange = { readonly number: number; readonly method: string; readonly path: string };
export type FaultProxy = {
  readonly url: string;
  readonly exchanges: () => number;
  readonly close: () => Promise<void>;
};

export const captivePortal: Fault = {
  kind: "answer",
  status: 200,
  headers: { "content-type": "text/html" },
  body: "<html><body>Sign in to the Wi-Fi</body></html>",
};

async function bodyOf(message: IncomingMessage, limit = Number.POSITIVE_INFINITY): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let total = 0;
  for await (const piece of message) {
    if (!Buffer.isBuffer(piece)) continue;
    pieces.push(piece);
    total += piece.length;
    if (total >= limit) break;
  }
  return Buffer.concat(pieces);
}

function forward(
  target: URL,
  incoming: IncomingMessage,
  body: Buffer,
): Promise<{ answer: IncomingMessage; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: target.hostname,
        port: target.port,
        method: incoming.method,
        path: incoming.url,
        headers: { ...incoming.headers, host: target.host, connection: "close" },
      },
      (answer) => {
        bodyOf(answer).then((whole) => resolve({ answer, body: whole }), reject);
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** Starts the proxy on a free loopback port. `script` decides the fault of each exchange. */
export async function startFaultProxy({
  target,
  script,
}: {
  target: string;
  script: (exchange: Exchange) => Fault;
}): Promise<FaultProxy> {
  const hub = new URL(target);
  let exchanges = 0;

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse, socket: Socket): Promise<void> {
    exchanges += 1;
    const fault = script({ number: exchanges, method: incoming.method ?? "", path: incoming.url ?? "" });
    if (fault.kind === "answer") {
      outgoing.writeHead(fault.status, fault.headers).end(fault.body);
      return;
    }
    if (fault.kind === "resetRequest") {
      await bodyOf(incoming, fault.afterBytes);
      socket.resetAndDestroy();
      return;
    }
    const { answer, body } = await forward(hub, incoming, await bodyOf(incoming));
    if (fault.kind === "dropResponse") {
      socket.destroy();
      return;
    }
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    if (fault.kind === "cutResponse") {
      outgoing.write(body.subarray(0, fault.afterBytes), () => socket.destroy());
      return;
    }
    if (fault.kind === "flipBit" && body.length > 0) {
      const at = Math.floor(fault.bit / 8) % body.length;
      body[at] = (body[at] ?? 0) ^ (1 << (fault.bit % 8));
    }
    outgoing.end(body);
  }

  const server = createServer((incoming, outgoing) => {
    // A request that is read only in part has no socket any more at its end.
    const { socket } = incoming;
    // A hub that is down looks to the device like a connection that breaks.
    handle(incoming, outgoing, socket).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server listening on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    exchanges: () => exchanges,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
