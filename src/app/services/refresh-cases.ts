/** Asks the hub for news of all cases and writes what verifies: receipts, the desk's messages, moves and deletions (S8.1 to S8.5). */
import type { Manifest } from "../../core/pack.ts";
import type { CaseNews, PushResult } from "../../core/protocol.ts";
import { readCaseMessages } from "../../device/case-messages.ts";
import type { CaseBody, StoredCase } from "../../device/cases.ts";
import type { OutboxUpdate } from "../../device/outbox-update.ts";
import type { OutboxEntry } from "../../device/records.ts";
import { judgeResult } from "../../sync/judge-result.ts";
import { askForNews } from "../../sync/news.ts";
import { takeMessages } from "../../sync/news-messages.ts";
import type { Outcome } from "../../ui/services.ts";
import { failed, problemOfFailure } from "./outcome.ts";
import type { PersonalContext } from "./personal-context.ts";
import { capabilityOf } from "./send-message.ts";
import { finishTakeOver, settleTakeOver } from "./take-over.ts";

/** What is asked about one case; while its take-over is not settled, under both capabilities. */
type Question = { readonly stored: StoredCase; readonly entry: OutboxEntry; readonly capabilities: readonly string[] };

/** Nothing left this device yet, or nothing more can come. */
const isSilent = ({ status, firstTriedAt }: OutboxEntry): boolean =>
  status === "withdrawn" ||
  status === "gone" ||
  status === "refused" ||
  (status === "waiting" && firstTriedAt === null);

/** One request for all of them; what the hub says is written only where it verifies. */
export async function refreshCases(context: PersonalContext): Promise<Outcome> {
  const questions = await questionsOf(context);
  if (questions.length === 0) return { ok: true };
  const result = await askForNews({
    transport: context.engine.transport,
    random: context.random,
    cases: questions.flatMap(({ stored, capabilities }) => {
      const afterNumber = readCaseMessages(stored.value).wholeUntil;
      return capabilities.map((capability) => ({ capability, afterNumber }));
    }),
  });
  if (!result.ok) return failed(problemOfFailure(result.failure));
  const answers = [...result.news];
  for (const question of questions) {
    const [current, next] = answers.splice(0, question.capabilities.length);
    if (current) await takeNews(context, { question, current, next, epoch: result.epoch ?? "" });
  }
  return { ok: true };
}

async function questionsOf(context: PersonalContext): Promise<readonly Question[]> {
  const questions: Question[] = [];
  for (const stored of await context.cases.list()) {
    const entry = await context.outbox.entry(stored.id);
    if (!entry || isSilent(entry) || stored.value.movedAway) continue;
    const { value: body } = stored;
    const current = capabilityOf(body, await context.own.keysOf(body));
    questions.push({ stored, entry, capabilities: body.nextCapability ? [current, body.nextCapability] : [current] });
  }
  return questions;
}

async function takeNews(
  context: PersonalContext,
  of: { question: Question; current: CaseNews; next: CaseNews | undefined; epoch: string },
): Promise<void> {
  const { question, current, next, epoch } = of;
  const { stored, entry } = question;
  const { id } = stored;
  // The hub knows the new capability: our take-over happened, whatever became of the answer to it.
  const isTaken = next !== undefined && next.state !== "unknown";
  if (isTaken) await settleTakeOver(context, id);
  const news = isTaken ? next : current;
  switch (news.state) {
    case "open": {
      if (news.id !== id) return;
      if (news.receipt !== null) {
        const result = { result: "received", id, receipt: news.receipt } as const;
        await recordResult(context, { entry, epoch, result });
      }
      await takeOpenNews(context, { stored, news });
      const [capability = ""] = question.capabilities;
      if (next && !isTaken) await finishTakeOver(context, { stored, capability });
      return;
    }
    case "gone": {
      const { reason, receipt } = news;
      await recordResult(context, { entry, epoch, result: { result: "gone", id, reason, receipt } });
      return;
    }
    case "moved":
      await context.cases.update(id, (body) => ({ ...body, movedAway: true, nextCapability: null }));
      return;
    case "unknown":
      // Never received there: a restored hub is offered the envelope again.
      return;
    default:
      news satisfies never;
  }
}

/** What the news say of the envelope itself, after its receipt was verified here (S2.5). */
async function recordResult(
  { outbox, packs, now }: PersonalContext,
  { entry, epoch, result }: { entry: OutboxEntry; epoch: string; result: PushResult },
): Promise<void> {
  const hubsOf = async (place: string): Promise<Manifest["hubs"]> => (await packs.manifest(place))?.hubs ?? [];
  const update: OutboxUpdate | null = await judgeResult({ entry, result, epoch, hubsOf });
  if (update) await outbox.record({ updates: [update], at: now().toISOString() });
}

async function takeOpenNews(
  context: PersonalContext,
  { stored, news }: { stored: StoredCase; news: Extract<CaseNews, { state: "open" }> },
): Promise<void> {
  const { id, value } = stored;
  const manifest = await context.packs.manifest(value.place);
  const { recipient } = await context.own.keysOf(value);
  const messages = await takeMessages({
    known: value,
    sealed: news.messages,
    recipient,
    desks: manifest?.desks ?? [],
    expected: { desk: value.desk, envelopeId: id, envelopeHash: value.envelopeHash },
  });
  const downloaded = value.downloaded || news.downloaded;
  await context.cases.update(id, (body) => {
    const next: CaseBody = { ...body, downloaded, ...mergeMessages(body, messages) };
    return JSON.stringify(next) === JSON.stringify(body) ? body : next;
  });
}

/** Another tab may have taken messages meanwhile: none that verified is lost. */
function mergeMessages(
  { deskMessages: known }: Pick<CaseBody, "deskMessages">,
  { deskMessages, unverified }: Pick<CaseBody, "deskMessages" | "unverified">,
): Pick<CaseBody, "deskMessages" | "unverified"> {
  const added = deskMessages.filter(({ hash }) => !known.some((other) => other.hash === hash));
  return { deskMessages: [...known, ...added].sort((a, b) => a.number - b.number), unverified };
}
