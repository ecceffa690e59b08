import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CompiledForm } from "../../core/form/model.ts";
import { hashOf } from "../../seal/bytes.ts";
import { canonicalBytes } from "../../seal/canonical-json.ts";
import type { VersionedForm } from "../pack/compile-place.ts";
import { compileWorkbook } from "../xlsform/compile-workbook.ts";
import { type Fault, sortFaults } from "./fault.ts";
import type { LoadedPlace } from "./load-place.ts";

/** What is compiled of a place's forms, by id, and what is wrong with their workbooks. */
export type CompiledForms = { readonly forms: ReadonlyMap<string, VersionedForm>; readonly faults: readonly Fault[] };

/** The form version: SHA-256 of the form block. */
export const versionOf = (form: CompiledForm): Promise<string> => hashOf(canonicalBytes(form));

/** Compiles every workbook of a place. A missing workbook is told by the content check. */
export async function compileForms(place: LoadedPlace): Promise<CompiledForms> {
  const forms = new Map<string, VersionedForm>();
  const faults: Fault[] = [];
  for (const { item } of place.forms) {
    const file = join(place.dir, "forms", item.workbook);
    if (!existsSync(file)) continue;
    const result = compileWorkbook({ file, bytes: readFileSync(file), id: item.id, title: item.title });
    faults.push(...result.faults);
    if (result.form) forms.set(item.id, { form: result.form, version: await versionOf(result.form) });
  }
  return { forms, faults: sortFaults(faults) };
}

/** Faults of the forms' workbooks. */
export const checkForms = async (place: LoadedPlace): Promise<readonly Fault[]> => (await compileForms(place)).faults;
