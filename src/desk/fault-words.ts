/** Words for everything that can go wrong at a desk: what happened, what is safe, what to do. */
import { t } from "@lingui/core/macro";
import type { FailureKind } from "../sync/http-transport.ts";
import { type FailureWords, packRefusalWords } from "../ui/error-messages.ts";
import type { UnreadMessage } from "./case-chain.ts";
import type { ReplyProblem } from "./compose-reply.ts";
import type { DeskFault } from "./desk-fault.ts";
import type { OpeningProblem } from "./read-case.ts";

const stays = () => t`What you typed stays here.`;

function noAnswerWords(why: FailureKind): FailureWords {
  switch (why) {
    case "captive-portal":
      return {
        what: t`A sign-in page answered instead of the server.`,
        safe: stays(),
        todo: t`Sign in to the Wi-Fi, then try again.`,
      };
    case "busy":
      return { what: t`The server is busy.`, safe: stays(), todo: t`Wait a minute, then try again.` };
    case "hub-fault":
      return {
        what: t`The server has a fault.`,
        safe: stays(),
        todo: t`Try again later. If this stays, tell the people who run the server.`,
      };
    default:
      return {
        what: t`There is no connection to the server.`,
        safe: stays(),
        todo: t`Check the connection, then try again.`,
      };
  }
}

function refusedWords(reason: string): FailureWords {
  switch (reason) {
    case "login-officer-unknown":
    case "officer-not-certified":
      return {
        what: t`Your keys are not certified for this desk, or not any more.`,
        safe: t`Nothing is lost.`,
        todo: t`Ask the people who publish this place to certify your request file.`,
      };
    case "login-origin-other":
      return {
        what: t`The server knows itself under another address than the one in your browser.`,
        safe: t`Nobody was signed in.`,
        todo: t`Open the desk at its usual address. If this is the usual one, tell the people who run the server.`,
      };
    case "login-expired":
    case "login-nonce-used":
      return { what: t`Signing in took too long.`, safe: t`Nothing is lost.`, todo: t`Sign in again.` };
    case "other-desk":
      return { what: t`You are signed in at another desk.`, safe: stays(), todo: t`Sign out, then sign in here.` };
    case "not-found":
      return {
        what: t`The server does not have this any more.`,
        safe: t`It was taken back by the person, or its time was over.`,
        todo: t`Read the list again.`,
      };
    case "too-large":
      return { what: t`This is too long for one message.`, safe: stays(), todo: t`Write less, or send two messages.` };
    case "protocol-too-old":
      return { what: t`This page is too old for the server.`, safe: null, todo: t`Load the page again.` };
    default:
      return {
        what: t`The server refused this (${reason}).`,
        safe: stays(),
        todo: t`Try again. If this stays, tell the people who run the server.`,
      };
  }
}

export function faultWords(fault: DeskFault): FailureWords {
  switch (fault.kind) {
    case "no-answer":
      return noAnswerWords(fault.why);
    case "session-expired":
      return { what: t`Your session has ended.`, safe: stays(), todo: t`Sign in again.` };
    case "refused":
      return refusedWords(fault.reason);
    case "answer-unreadable":
      return {
        what: t`The server sent an answer that this page does not understand.`,
        safe: stays(),
        todo: t`Load the page again. If this stays, tell the people who run the server.`,
      };
    case "pack-refused":
      return packRefusalWords(fault.reason);
    case "not-published":
      return {
        what: t`The server does not offer this place, desk or form.`,
        safe: null,
        todo: t`Ask the people who publish this place.`,
      };
    case "not-saved":
      return {
        what: t`This browser could not save your keys.`,
        safe: t`They are still here while this window is open.`,
        todo: t`Free some space on this computer, then try again.`,
      };
    default:
      return fault satisfies never;
  }
}

export function openingWords(problem: OpeningProblem): FailureWords {
  switch (problem) {
    case "no-key":
      return {
        what: t`You cannot open this: it is sealed to a desk key that you do not have yet.`,
        safe: t`Nothing is lost. It stays on the server.`,
        todo: t`Ask a colleague to share the desk key with you, or use the words on paper. Both are under "Keys".`,
      };
    case "damaged":
      return {
        what: t`This cannot be opened: it was changed on its way, or made by a program that breaks the rules.`,
        safe: t`It stays on the server.`,
        todo: t`Tell the people who run the server. Ask the person to send it again.`,
      };
    case "other-case":
      return {
        what: t`The server gave something that belongs elsewhere. It is not shown.`,
        safe: t`Nothing was changed.`,
        todo: t`Tell the people who run the server.`,
      };
    default:
      return problem satisfies never;
  }
}

export function replyProblemWords(problem: ReplyProblem): FailureWords {
  switch (problem) {
    case "number-taken":
      return {
        what: t`A colleague wrote in this case at the same moment. Yours was not sent.`,
        safe: stays(),
        todo: t`Read the new message above. Then send yours, or change it.`,
      };
    case "newest-unreadable":
      return {
        what: t`You cannot open the newest message of the desk in this case, so yours cannot follow it.`,
        safe: stays(),
        todo: t`Ask a colleague to share the desk key with you.`,
      };
    case "no-desk-key":
      return {
        what: t`The desk has no key that is valid now.`,
        safe: stays(),
        todo: t`Check the date of this computer. If it is right, ask for a new desk key.`,
      };
    case "would-not-verify":
      return {
        what: t`The person's device would not believe this message: your keys are not valid at this date.`,
        safe: stays(),
        todo: t`Check the date of this computer. If it is right, ask to be certified again.`,
      };
    default:
      return problem satisfies never;
  }
}

/** One line for a desk message that cannot be shown. */
export function unreadWords({ number, reason }: UnreadMessage): string {
  switch (reason) {
    case "no-key":
      return t`Message ${number} of the desk is sealed to a key that you do not have.`;
    case "damaged":
    case "malformed":
      return t`Message ${number} of the desk is damaged.`;
    case "officer-unknown":
      return t`Message ${number} of the desk is signed by nobody who is certified.`;
    case "signature-wrong":
      return t`Message ${number} of the desk has a wrong signature.`;
    case "other-envelope":
    case "number-wrong":
    case "previous-wrong":
      return t`Message ${number} of the desk does not belong in this place.`;
    default:
      return reason satisfies never;
  }
}
