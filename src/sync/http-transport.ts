/**
 * The only file that fetches. It turns every way in which a request can end into a value: an answer of our hub, or a failure with its
 * kind (docs/sync-spec.md S5.2, S5.3, S6.2, S6.3).
 */
import { headers as names, protocolVersion } from "../core/protocol.ts";

export type HubRequest = {
  readonly method: "GET" | "HEAD" | "POST" | "PATCH";
  /** Path on the hub, `/api/v1/envelopes`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
  /** Gives up, as when another sender took over. */
  readonly signal?: AbortSignal;
  /** Called with the bytes received so far. */
  readonly onProgress?: (receivedBytes: number) => void;
};

/** A whole answer that carried our protocol header. `status` may be any below 500 but 408, 413, 425 and 429. */
export type HubReply = {
  readonly status: number;
  readonly mediaType: string;
  readonly header: (name: string) => string | null;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly epoch: string | null;
};

export type FailureKind =
  /** No answer at all: offline, name not found, connection broken. */
  | "no-connection"
  /** Nothing came for 30 s. */
  | "no-progress"
  /** The answer ended early. */
  | "cut-off"
  /** Somebody else answered: sign in to the Wi-Fi. */
  | "captive-portal"
  /** 408, 413, 425, 429, 503. */
  | "busy"
  /** 5xx of our hub, or something we do not understand. */
  | "hub-fault"
  /** `signal` ended it. */
  | "given-up";

export type Failure = {
  readonly kind: FailureKind;
  /** The hub's wish, from a verified hub only, at most an hour. */
  readonly retryAfterMs: number | null;
};
export type Exchange =
  | { readonly ok: true; readonly reply: HubReply }
  | { readonly ok: false; readonly failure: Failure };

export type Transport = {
  /** Asks a route of `/api/`. Never throws. */
  readonly ask: (request: HubRequest) => Promise<Exchange>;
  /** Gets a published file (`/packs/...`), whose signature or hash the caller verifies. Never throws. */
  readonly file: (request: Pick<HubRequest, "path" | "signal" | "onProgress">) => Promise<Exchange>;
};

export const noProgressMs = 30_000;
/** fetch tells nothing of an upload's progress, so its first answer gets the time that this rate needs (bytes a second). */
const slowestUploadRate = 1_000;
/** Nobody makes a device wait longer. */
export const longestRetryAfterMs = 3_600_000;
const busyStatuses = new Set([408, 413, 425, 429, 503]);

type Fetch = (input: string, init: RequestInit) => Promise<Response>;

const isBetween = (status: number, from: number, until: number): boolean => status >= from && status <= until;

/** Failure of an answer that is no result, or null when it may be one. */
function failureOf(response: Response, isOurs: boolean): Failure | null {
  const isRedirect = response.type === "opaqueredirect" || response.redirected || isBetween(response.status, 300, 399);
  // Nothing of ours redirects. 511: Network Authentication Required (RFC 6585).
  if (isRedirect || response.status === 511 || (!isOurs && isBetween(response.status, 200, 299)))
    return { kind: "captive-portal", retryAfterMs: null };
  // A proxy's own error page: the way to the hub is broken, and nobody has to sign in.
  if (!isOurs) return { kind: "hub-fault", retryAfterMs: null };
  if (response.status < 500 && !busyStatuses.has(response.status)) return null;
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  const retryAfterMs = seconds > 0 ? Math.min(seconds * 1_000, longestRetryAfterMs) : null;
  return { kind: busyStatuses.has(response.status) ? "busy" : "hub-fault", retryAfterMs };
}

async function readBody(response: Response, onPiece: (received: number) => void): Promise<Uint8Array<ArrayBuffer>> {
  if (!response.body) return new Uint8Array();
  const reader = response.body.getReader();
  const pieces: Uint8Array[] = [];
  let received = 0;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    pieces.push(piece.value);
    received += piece.value.length;
    onPiece(received);
  }
  const whole = new Uint8Array(received);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/**
 * @param base origin of the hub, "" in the browser
 * @param fetch the browser's; a test gives its own
 */
export function createHttpTransport({
  base = "",
  fetch = (input, init) => globalThis.fetch(input, init),
}: {
  base?: string;
  fetch?: Fetch;
} = {}): Transport {
  async function send(request: HubRequest, isOurs: (response: Response) => boolean): Promise<Exchange> {
    const stop = new AbortController();
    let isStalled = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const allow = (ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        isStalled = true;
        stop.abort();
      }, ms);
    };
    const giveUp = () => stop.abort();
    request.signal?.addEventListener("abort", giveUp);
    if (request.signal?.aborted) stop.abort();
    let hasAnswered = false;
    try {
      allow(noProgressMs + ((request.body?.length ?? 0) / slowestUploadRate) * 1_000);
      const response = await fetch(base + request.path, {
        method: request.method,
        headers: { ...request.headers },
        ...(request.body === undefined ? {} : { body: request.body }),
        signal: stop.signal,
        credentials: "omit",
        redirect: "manual",
        cache: "no-store",
        referrerPolicy: "no-referrer",
      });
      hasAnswered = true;
      const failure = failureOf(response, isOurs(response));
      if (failure) return { ok: false, failure };
      allow(noProgressMs);
      const bytes = await readBody(response, (received) => {
        allow(noProgressMs);
        request.onProgress?.(received);
      });
      return {
        ok: true,
        reply: {
          status: response.status,
          mediaType: response.headers.get("content-type")?.split(";")[0]?.trim() ?? "",
          header: (name) => response.headers.get(name),
          bytes,
          epoch: response.headers.get(names.epoch),
        },
      };
    } catch {
      const kind = isStalled
        ? "no-progress"
        : request.signal?.aborted
          ? "given-up"
          : hasAnswered
            ? "cut-off"
            : "no-connection";
      return { ok: false, failure: { kind, retryAfterMs: null } };
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener("abort", giveUp);
    }
  }

  return {
    ask: (request) =>
      send(
        { ...request, headers: { ...request.headers, [names.protocol]: String(protocolVersion) } },
        (response) => response.headers.get(names.protocol) !== null,
      ),
    file: (request) =>
      // A published file has no header of ours; a sign-in page shows itself as HTML.
      send(
        { ...request, method: "GET" },
        (response) => response.status >= 500 || response.headers.get("content-type")?.startsWith("text/html") !== true,
      ),
  };
}
