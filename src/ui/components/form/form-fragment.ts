/**
 * Where in a form the person is, in the fragment of the address, which never leaves the browser: `#draft=ID&at=/person`. So the back
 * button goes one screen back and a reload opens the same screen.
 */
export type FormPoint =
  | { readonly kind: "start" }
  | {
      readonly kind: "draft";
      readonly id: string;
      /** Path of a screen, `check`, `send`; null: where the draft was left. */
      readonly at: string | null;
      /** The question to go to on that screen. */
      readonly question: string | null;
      /** Came from "check your answers" and goes back there. */
      readonly fromCheck: boolean;
    }
  | { readonly kind: "done"; readonly id: string };

/** Screens after the questions; a question's path begins with a slash. */
export const checkPoint = "check";
export const sendPoint = "send";

const idPattern = /^[A-Za-z0-9_-]{1,64}$/;

/** Anything that is not ours is the start. */
export function parseFormFragment(fragment: string): FormPoint {
  const fields = new URLSearchParams(fragment);
  const draft = fields.get("draft");
  const done = fields.get("done");
  if (draft !== null && idPattern.test(draft))
    return {
      kind: "draft",
      id: draft,
      at: fields.get("at"),
      question: fields.get("question"),
      fromCheck: fields.has("from-check"),
    };
  if (done !== null && idPattern.test(done)) return { kind: "done", id: done };
  return { kind: "start" };
}

/** `#draft=ID&at=/person`: the address of one screen of a draft, as a link. */
export function draftLink({
  id,
  at,
  question,
  fromCheck = false,
}: {
  id: string;
  at?: string | undefined;
  question?: string;
  fromCheck?: boolean;
}): string {
  const place = at === undefined ? "" : `&at=${at}`;
  return `#draft=${id}${place}${question === undefined ? "" : `&question=${question}`}${fromCheck ? "&from-check" : ""}`;
}

/** The form's own address without a fragment: its introduction and what was begun. */
export const startLink = "#";
export const doneLink = (id: string): string => `#done=${id}`;
