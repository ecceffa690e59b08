/** Asks a hub for one file over a connection of its own and counts what came back on the wire, headers included. */
import { get, type IncomingMessage } from "node:http";
import { brotliDecompressSync } from "node:zlib";

export type Counted = {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  /** Status line, headers, framing and body. */
  readonly wireBytes: number;
  readonly text: string;
};

export function getCounted(url: string): Promise<Counted> {
  return new Promise((resolve, reject) => {
    const headers = { "accept-encoding": "br", accept: "text/html" };
    get(url, { agent: false, headers }, (answer) => {
      const pieces: Buffer[] = [];
      const { socket } = answer;
      answer.on("data", (piece: Buffer) => pieces.push(piece));
      answer.on("error", reject);
      answer.on("end", () => {
        const body = Buffer.concat(pieces);
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          wireBytes: socket.bytesRead,
          text: (answer.headers["content-encoding"] === "br" ? brotliDecompressSync(body) : body).toString("utf8"),
        });
      });
    }).on("error", reject);
  });
}
