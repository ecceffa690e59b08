/** Where an officer stands: nobody yet, setting up, waiting to be certified, locked, at work. */

import type { DeskTools } from "./desk-context.ts";
import type { DeskFault } from "./desk-fault.ts";
import type { Enrolment } from "./desk-keys.ts";
import { type DeskPlace, readDeskPlace } from "./desk-place.ts";
import { type DeskAtWork, isCertified } from "./desk-session.ts";
import type { OfficerRecord } from "./officer-record.ts";

export type Stage =
  | { readonly at: "reading" }
  | { readonly at: "start"; readonly records: readonly OfficerRecord[] }
  | { readonly at: "setup" }
  | { readonly at: "paper"; readonly enrolment: Enrolment; readonly place: DeskPlace }
  | { readonly at: "certify"; readonly record: OfficerRecord; readonly place: DeskPlace }
  | { readonly at: "locked"; readonly record: OfficerRecord; readonly place: DeskPlace }
  | { readonly at: "work"; readonly work: DeskAtWork; readonly place: DeskPlace }
  /** The officer's place cannot be read. */
  | { readonly at: "fault"; readonly record: OfficerRecord; readonly fault: DeskFault };

/** The stage of one officer of this browser, by what the place's manifest says now. */
export async function stageOf(
  { transport, roots, now }: Pick<DeskTools, "transport" | "roots" | "now">,
  record: OfficerRecord,
): Promise<Stage> {
  const { file, seen: current } = record;
  const read = await readDeskPlace({ transport, roots, place: file.place, now: now(), current });
  if (!read.ok) return { at: "fault", record, fault: read.fault };
  const place = read.value;
  return { at: isCertified({ record, place, now: now() }) ? "locked" : "certify", record, place };
}

/** The first stage: one officer of this browser goes straight on, several are asked. */
export async function firstStage(tools: Pick<DeskTools, "transport" | "roots" | "now" | "store">): Promise<Stage> {
  const records = await tools.store.all();
  const [only] = records;
  return only && records.length === 1 ? stageOf(tools, only) : { at: "start", records };
}
