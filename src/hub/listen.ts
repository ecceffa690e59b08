/** The HTTP server: its limits on slow and idle connections, and an end that lets requests under way finish. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type HttpBindings, serve } from "@hono/node-server";

/** The headers of a request must be here within this time. */
const headersMs = 15_000;
/** A connection on which nothing moves for so long is closed (the device's own limit is 30 s, S5.3). */
const idleMs = 60_000;
/** A whole request may take so long: a piece of 1 MiB at 900 bytes a second. */
const requestMs = 1_200_000;
/** How long a stop waits for requests under way; devices send what was cut again. */
const graceMs = 10_000;

/** The port cannot be used. */
export class PortTaken extends Error {
  override readonly name = "PortTaken";
  readonly cure = "give another one with --port, or end the program that uses it";
}

export type Listening = {
  readonly scheme: "http" | "https";
  readonly port: number;
  /** The client's address of a request under way; it is kept nowhere else. */
  readonly peerOf: (request: Request) => string | undefined;
  readonly close: () => Promise<void>;
};

const isErrno = (error: Error): error is NodeJS.ErrnoException => "code" in error;

/** Listens. @throws PortTaken */
export function listen(of: {
  host: string;
  port: number;
  tls: { readonly certFile: string; readonly keyFile: string } | null;
  fetch: (request: Request, bindings: HttpBindings) => Response | Promise<Response>;
}): Promise<Listening> {
  const limits = { headersTimeout: headersMs, requestTimeout: requestMs, connectionsCheckingInterval: 5_000 };
  const { tls } = of;
  // Gone with its request.
  const peers = new WeakMap<Request, string>();
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch: (request, bindings) => {
          // Neither server below speaks HTTP/2.
          const http = bindings as HttpBindings;
          peers.set(request, http.incoming.socket.remoteAddress ?? "");
          return of.fetch(request, http);
        },
        hostname: of.host,
        port: of.port,
        ...(tls === null
          ? { createServer, serverOptions: limits }
          : {
              createServer: createTlsServer,
              serverOptions: { ...limits, cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) },
            }),
      },
      ({ port }) =>
        resolve({
          scheme: tls === null ? "http" : "https",
          port,
          peerOf: (request) => peers.get(request),
          close: () =>
            new Promise((closed) => {
              const late = setTimeout(() => {
                if ("closeAllConnections" in server) server.closeAllConnections();
              }, graceMs);
              server.close(() => {
                clearTimeout(late);
                closed();
              });
              if ("closeIdleConnections" in server) server.closeIdleConnections();
            }),
        }),
    );
    if ("timeout" in server) server.timeout = idleMs;
    server.on("error", (error: Error) =>
      reject(
        isErrno(error) && (error.code === "EADDRINUSE" || error.code === "EACCES")
          ? new PortTaken(`port ${of.port} of ${of.host} cannot be used (${error.code})`)
          : error,
      ),
    );
  });
}
