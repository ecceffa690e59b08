/**
 * Pushes submissions, one a request, over 64 connections; a process of its own, so that it does not take the hub's thread.
 * `node load-generator.ts BATCH-FILE`; each message of its parent names a hub and a range of the batch, and is answered by the time that
 * it took and by how many came back with a receipt.
 */
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { cutEnvelopes, frameEnvelopes } from "../../src/core/envelope-batch.ts";
import { isRecord } from "../../src/core/parse.ts";
import { envelopesMediaType, headers, paths, protocolVersion } from "../../src/core/protocol.ts";

const connections = 64;
const cut = cutEnvelopes(new Uint8Array(readFileSync(process.argv[2] ?? "")), Number.MAX_SAFE_INTEGER);
const bodies = cut.ok ? cut.envelopes.map((envelope) => frameEnvelopes([envelope])) : [];
const agents = new Map<string, Agent>();

/** One device pushes one envelope. @returns whether the answer holds its receipt */
function push(of: { address: string; agent: Agent; device: number; body: Uint8Array }): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const sending = request(
      of.address + paths.envelopes,
      {
        agent: of.agent,
        method: "POST",
        headers: {
          "content-type": envelopesMediaType,
          "content-length": of.body.length,
          [headers.protocol]: String(protocolVersion),
          "x-forwarded-for": `10.0.0.${of.device}`,
        },
      },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (piece: string) => {
          text += piece;
        });
        answer.on("error", reject);
        answer.on("end", () => resolve(answer.statusCode === 200 && text.includes('"result":"received"')));
      },
    );
    sending.on("error", reject);
    sending.end(of.body);
  });
}

async function pushAll(of: {
  address: string;
  from: number;
  until: number;
}): Promise<{ ms: number; received: number }> {
  const agent = agents.get(of.address) ?? new Agent({ keepAlive: true, maxSockets: connections });
  agents.set(of.address, agent);
  let next = of.from;
  let received = 0;
  const startedAt = performance.now();
  const device = async (number: number): Promise<void> => {
    while (next < of.until) {
      const body = bodies[next++];
      if (body && (await push({ address: of.address, agent, device: number, body }))) received += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, number) => device(number)));
  return { ms: performance.now() - startedAt, received };
}

process.on("message", (job: unknown) => {
  if (!isRecord(job)) return;
  const { address, from, until } = job;
  if (typeof address !== "string" || typeof from !== "number" || typeof until !== "number") return;
  pushAll({ address, from, until }).then(
    (done) => process.send?.(done),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.send?.({ ready: bodies.length });
