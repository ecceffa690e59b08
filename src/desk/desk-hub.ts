/** What a desk asks of its hub, each answer parsed. Tokens travel in a header and are kept in memory only. */
import type { SealedDeskMessage } from "../core/case.ts";
import type { Parsed, Parser } from "../core/parse.ts";
import {
  challengeAnswer,
  deskCaseAnswer,
  type InboxEntry,
  inboxAnswer,
  loginAnswer,
  paths,
  problem,
  type WrappedDeskKey,
  wrappedKeysAnswer,
} from "../core/protocol.ts";
import { type Bytes, fromUtf8, utf8 } from "../seal/bytes.ts";
import type { HubReply, HubRequest, Transport } from "../sync/http-transport.ts";
import { type Answer, answered, failed } from "./desk-fault.ts";

/** An officer's session at one desk; its token is a secret. */
export type DeskSession = {
  readonly place: string;
  readonly desk: string;
  readonly token: string;
  readonly expiresAt: string;
};
export type DeskCase = Pick<Parsed<typeof deskCaseAnswer>, "messages" | "envelopes">;

export type DeskHub = {
  readonly challenge: () => Promise<Answer<Parsed<typeof challengeAnswer>>>;
  readonly login: (of: { place: string; statement: string }) => Promise<Answer<Parsed<typeof loginAnswer>>>;
  readonly logout: (session: DeskSession) => Promise<void>;
  readonly inbox: (session: DeskSession) => Promise<Answer<readonly InboxEntry[]>>;
  /** The sealed envelope; the hub then tells its owner that the desk took it out. */
  readonly envelope: (session: DeskSession, id: string) => Promise<Answer<Bytes>>;
  readonly part: (session: DeskSession, of: { id: string; index: number }) => Promise<Answer<Bytes>>;
  /** Desk messages and envelope ids of a case; marks nothing. */
  readonly caseOf: (session: DeskSession, id: string) => Promise<Answer<DeskCase>>;
  /** Refused with `number-taken` when the case has a message of that number. */
  readonly append: (session: DeskSession, sealed: SealedDeskMessage) => Promise<Answer<null>>;
  readonly wrappedKeys: (session: DeskSession) => Promise<Answer<readonly WrappedDeskKey[]>>;
  readonly putWrappedKeys: (session: DeskSession, keys: readonly WrappedDeskKey[]) => Promise<Answer<null>>;
};

function parseReply<T>(reply: HubReply, parse: Parser<T>): T | null {
  try {
    return parse(JSON.parse(fromUtf8(reply.bytes)));
  } catch {
    return null;
  }
}

function refusalOf(reply: HubReply): { readonly ok: false; readonly fault: Parameters<typeof failed>[0] } {
  const reason = parseReply(reply, problem)?.reason ?? `status-${reply.status}`;
  return failed(reason === "session-expired" ? { kind: "session-expired" } : { kind: "refused", reason });
}

export function createDeskHub(transport: Transport): DeskHub {
  async function ask(request: HubRequest): Promise<Answer<HubReply>> {
    const exchange = await transport.ask(request);
    if (!exchange.ok) return failed({ kind: "no-answer", why: exchange.failure.kind });
    return exchange.reply.status < 300 ? answered(exchange.reply) : refusalOf(exchange.reply);
  }
  async function read<T>(request: HubRequest, parse: Parser<T>): Promise<Answer<T>> {
    const answer = await ask(request);
    if (!answer.ok) return answer;
    const value = parseReply(answer.value, parse);
    return value === null ? failed({ kind: "answer-unreadable" }) : answered(value);
  }
  const bearer = ({ token }: DeskSession) => ({ authorization: `Bearer ${token}` });
  const get = (session: DeskSession, path: string): HubRequest => ({ method: "GET", path, headers: bearer(session) });
  const post = (path: string, body: unknown, session?: DeskSession): HubRequest => ({
    method: "POST",
    path,
    headers: { "content-type": "application/json", ...(session === undefined ? {} : bearer(session)) },
    body: utf8(JSON.stringify(body)),
  });
  const bytesOf = (answer: Answer<HubReply>): Answer<Bytes> => (answer.ok ? answered(answer.value.bytes) : answer);
  const done = (answer: Answer<HubReply>): Answer<null> => (answer.ok ? answered(null) : answer);

  return {
    challenge: () => read(post(paths.deskChallenge, {}), challengeAnswer),
    login: ({ place, statement }) => read(post(paths.deskLogin, { v: 1, place, statement }), loginAnswer),
    logout: async (session) => {
      await ask(post(paths.deskLogout, {}, session));
    },
    inbox: async (session) => {
      const answer = await read(get(session, paths.deskInbox(session.desk)), inboxAnswer);
      return answer.ok ? answered(answer.value.entries) : answer;
    },
    envelope: async (session, id) => bytesOf(await ask(get(session, paths.deskEnvelope(session.desk, id)))),
    part: async (session, { id, index }) => bytesOf(await ask(get(session, paths.deskPart(session.desk, id, index)))),
    caseOf: (session, id) => read(get(session, paths.deskCase(session.desk, id)), deskCaseAnswer),
    append: async (session, sealed) =>
      done(await ask(post(paths.deskMessages(session.desk, sealed.envelopeId), sealed, session))),
    wrappedKeys: async (session) => {
      const answer = await read(get(session, paths.deskKeys(session.desk)), wrappedKeysAnswer);
      return answer.ok ? answered(answer.value.keys) : answer;
    },
    putWrappedKeys: async (session, keys) =>
      done(await ask(post(paths.deskKeys(session.desk), { v: 1, keys }, session))),
  };
}
