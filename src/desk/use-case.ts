/** The case that is open beside the list. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { CompiledForm } from "../core/form/model.ts";
import { stateFrom } from "./case-states.ts";
import { useDesk } from "./desk-context.ts";
import type { DeskFault } from "./desk-fault.ts";
import { type DeskPlace, readFormVersion } from "./desk-place.ts";
import type { DeskAtWork } from "./desk-session.ts";
import { type CaseFile, type OpeningProblem, readCase } from "./read-case.ts";
import type { Inbox } from "./use-inbox.ts";

export type OpenCase =
  | { readonly kind: "reading" }
  | { readonly kind: "problem"; readonly problem: OpeningProblem }
  | { readonly kind: "fault"; readonly fault: DeskFault }
  /** `form` is null when its version cannot be read: the answers then stand under their paths. */
  | { readonly kind: "open"; readonly file: CaseFile; readonly form: CompiledForm | null };

export function useCase(of: {
  id: string;
  work: DeskAtWork;
  place: DeskPlace;
  inbox: Inbox;
  onFault: (fault: DeskFault) => void;
}): { readonly state: OpenCase; readonly readAgain: () => Promise<void> } {
  const { hub, transport } = useDesk();
  const { id, work, place, inbox } = of;
  const [state, setState] = useState<OpenCase>({ kind: "reading" });
  const wanted = useRef(id);

  const read = async (): Promise<OpenCase> => {
    const entries = (inbox.entries ?? []).filter((entry) => entry.case === id);
    const result = await readCase({ hub, work, place, entries });
    if (!result.ok) {
      of.onFault(result.fault);
      return { kind: "fault", fault: result.fault };
    }
    if (!result.value.ok) return { kind: "problem", problem: result.value.problem };
    const { file } = result.value;
    const { payload } = file.submission;
    const form = await readFormVersion({ transport, place, form: payload.form, version: payload.formVersion });
    inbox.learn(id, { ...stateFrom(file.chain), language: payload.language });
    return { kind: "open", file, form: form.ok ? form.value : null };
  };
  const readAgain = async () => {
    const next = await read();
    // Another case was chosen meanwhile.
    if (wanted.current !== id) return;
    // A fault while reading again does not take away what is shown.
    setState((before) => (before.kind === "open" && next.kind === "fault" ? before : next));
    await inbox.refresh();
  };
  const laterCount = (inbox.entries ?? []).filter((entry) => entry.case === id).length;
  const newestMessage = inbox.entries?.find((entry) => entry.id === id)?.messages;
  // another case, new keys, a new session, or something new in the case.
  useEffect(() => {
    const isKnown =
      state.kind === "open" &&
      state.file.id === id &&
      state.file.chain.nextNumber - 1 === newestMessage &&
      state.file.messages.length === laterCount - 1;
    if (isKnown) return;
    if (wanted.current !== id) setState({ kind: "reading" });
    wanted.current = id;
    void readAgain();
  }, [id, work.session.token, work.deskKeys.length, laterCount, newestMessage]);
  return { state, readAgain };
}
