/** The owner's copies: what was sent is opened from the sealed bytes with the case's key; nothing of it is kept in clear a second time. */
import { type MessagePayload, messagePayload, type SubmissionPayload, submissionPayload } from "../../core/envelope.ts";
import { ParseError } from "../../core/parse.ts";
import type { CaseBody } from "../../device/cases.ts";
import type { OutboxStore } from "../../device/outbox-store.ts";
import { fromBase64url } from "../../seal/bytes.ts";
import { type CaseKeys, deriveCaseKeys } from "../../seal/case-keys.ts";
import { type OpenedEnvelope, openEnvelope, openPart } from "../../seal/envelope.ts";
import { SealError } from "../../seal/seal-error.ts";

type Opened<T> = { readonly payload: T; readonly envelope: OpenedEnvelope };
type Which = { readonly id: string; readonly body: CaseBody };

/** Null for bytes that are not here, do not open or do not parse. */
async function orNull<T>(open: () => Promise<T>): Promise<T | null> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof SealError || error instanceof ParseError) return null;
    throw error;
  }
}

/** Opens owner's copies; messages are kept in memory, since the list shows them again at each change. */
export class OwnEnvelopes {
  readonly #outbox: OutboxStore;
  readonly #keys = new Map<string, Promise<CaseKeys>>();
  readonly #messages = new Map<string, MessagePayload>();

  constructor(outbox: OutboxStore) {
    this.#outbox = outbox;
  }

  /** The case's keys; what they open is shown to its holder only. */
  keysOf({ secret }: Pick<CaseBody, "secret">): Promise<CaseKeys> {
    const known = this.#keys.get(secret) ?? deriveCaseKeys(fromBase64url(secret));
    this.#keys.set(secret, known);
    return known;
  }

  submission(of: Which): Promise<Opened<SubmissionPayload> | null> {
    return this.#open(of, (payload) => submissionPayload(payload, "payload"));
  }

  /** A later message of the person in the case. */
  async message(of: Which): Promise<MessagePayload | null> {
    const known = this.#messages.get(of.id);
    if (known) return known;
    const opened = await this.#open(of, (payload) => messagePayload(payload, "payload"));
    if (opened) this.#messages.set(of.id, opened.payload);
    return opened?.payload ?? null;
  }

  /** One attachment of a submission or message in clear. */
  async part({ index, ...of }: Which & { index: number }): Promise<Uint8Array<ArrayBuffer> | null> {
    const opened = await this.#open(of, (payload) => payload);
    const bytes = await this.#outbox.partBytes({ id: of.id, index });
    return opened && bytes && orNull(() => openPart({ envelope: opened.envelope, index, bytes }));
  }

  async #open<T>({ id, body }: Which, parse: (payload: unknown) => T): Promise<Opened<T> | null> {
    const bytes = await this.#outbox.envelopeBytes(id);
    if (!bytes) return null;
    const { recipient } = await this.keysOf(body);
    return orNull(async () => {
      const envelope = await openEnvelope({ bytes, recipient });
      return { payload: parse(envelope.payload), envelope };
    });
  }
}
