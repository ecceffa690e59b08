import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { Consequences } from "../../core/place.ts";
import { reservedPlaceIds } from "../../core/place.ts";
import { errorAt, type Fault, type Position } from "./fault.ts";
import { icons } from "./icons.ts";
import { itemsOf, type LoadedPlace, type Sourced } from "./load-place.ts";

type At = (path: string) => Position;

/** Kinds that share one address space each; two items of a kind must not have the same id. */
function checkDuplicates(place: LoadedPlace): readonly Fault[] {
  const seen = new Map<string, Position>();
  const faults: Fault[] = [];
  const claim = (kind: string, items: readonly { readonly id: string }[], at: (index: number) => Position): void => {
    for (const [index, { id }] of items.entries()) {
      const first = seen.get(`${kind} ${id}`);
      const cure = `choose another id; the first stands in ${first?.file}, line ${first?.line}`;
      if (first) faults.push(errorAt(at(index), `the id "${id}" is used twice`, cure));
      else seen.set(`${kind} ${id}`, at(index));
    }
  };
  for (const [kind, { item, at }] of itemsOf(place)) claim(kind, [item], () => at("id"));
  const { item: sheet, at } = place.sheet;
  claim("life-event", sheet.lifeEvents, (index) => at(`lifeEvents[${index}].id`));
  claim("helpline", sheet.helplines, (index) => at(`helplines[${index}].id`));
  claim("desk", sheet.desks, (index) => at(`desks[${index}].id`));
  for (const one of place.procedures)
    claim(`${one.item.id} step`, one.item.steps, (index) => one.at(`steps[${index}].id`));
  for (const one of place.forms)
    claim(`${one.item.id} phrase`, one.item.phrases, (index) => one.at(`phrases[${index}].id`));
  return faults;
}

function checkIcons(place: LoadedPlace): readonly Fault[] {
  const check = (icon: string, at: Position): readonly Fault[] =>
    icons.has(icon) ? [] : [errorAt(at, `there is no icon "${icon}"`, `use one of ${[...icons].join(", ")}`)];
  const drawn: readonly Sourced<{ readonly icon: string }>[] = [
    ...place.procedures,
    ...place.documents,
    ...place.forms,
  ];
  return [
    ...place.sheet.item.lifeEvents.flatMap((event, index) =>
      check(event.icon, place.sheet.at(`lifeEvents[${index}].icon`)),
    ),
    ...drawn.flatMap(({ item, at }) => check(item.icon, at("icon"))),
  ];
}

function checkConsequences(consequences: Consequences, at: At): readonly Fault[] {
  const { immigration, police } = consequences.mayLearn;
  if ((immigration === "no" && police === "no") || consequences.adviser !== undefined) return [];
  const what = "authorities may learn of it, or it is unknown, and no adviser is named";
  return [errorAt(at("consequences.mayLearn"), what, "add consequences.adviser: whom to ask first, with a contact")];
}

function checkSteps(place: LoadedPlace): readonly Fault[] {
  const isLocal = place.sheet.item.kind === "city" || place.sheet.item.kind === "centre";
  return place.procedures.flatMap(({ item, at }) => [
    ...(item.steps.length === 0
      ? [errorAt(at("steps"), "the procedure has no step", "add at least one step with its office or office kind")]
      : []),
    ...item.steps.flatMap((step, index) => {
      const named = [step.office, step.officeKind].filter((id) => id !== undefined).length;
      const path = `steps[${index}]`;
      if (named !== 1) {
        const what = `the step "${step.id}" names ${named === 0 ? "no office and no office kind" : "both an office and an office kind"}`;
        return [errorAt(at(path), what, "give it exactly one: office: ID or officeKind: ID")];
      }
      if (step.office === undefined || isLocal) return [];
      const what = `a pack of kind "${place.sheet.item.kind}" is wider than a city and names the office "${step.office}"`;
      return [errorAt(at(`${path}.office`), what, "name an officeKind instead; its finder leads to the office")];
    }),
  ]);
}

function checkLaws(place: LoadedPlace, today: string): readonly Fault[] {
  return place.procedures.flatMap(({ item, at }) =>
    item.law.flatMap((law, index) => {
      const path = `law[${index}]`;
      const faults: Fault[] = [];
      if (law.reviewBy < today) {
        const cure = "read the law again, correct the procedure, and set a new reviewBy";
        faults.push(errorAt(at(`${path}.reviewBy`), `${law.act} was to be reviewed by ${law.reviewBy}`, cure));
      }
      if (law.appliesFrom !== null && law.appliesUntil !== null && law.appliesUntil < law.appliesFrom) {
        const what = `${law.act} ends (${law.appliesUntil}) before it begins (${law.appliesFrom})`;
        faults.push(errorAt(at(`${path}.appliesUntil`), what, "correct the two dates"));
      }
      return faults;
    }),
  );
}

function checkPlace(place: LoadedPlace): readonly Fault[] {
  const { item: sheet, at } = place.sheet;
  const faults: Fault[] = [];
  const isImported = sheet.importedFrom !== undefined;
  if (reservedPlaceIds.has(sheet.id))
    faults.push(
      errorAt(at("id"), `"${sheet.id}" is an address of Passerelle itself`, "choose another id for the place"),
    );
  if (basename(place.dir) !== sheet.id)
    faults.push(
      errorAt(
        at("id"),
        `the id "${sheet.id}" is not the folder's name`,
        `name the folder ${sheet.id}, or change the id`,
      ),
    );
  if (sheet.practice && !/practice/i.test(sheet.title))
    faults.push(errorAt(at("title"), "an example place does not say so in its title", 'add "(PRACTICE)" to the title'));
  if (!sheet.languages.includes(sheet.sourceLanguage))
    faults.push(
      errorAt(at("languages"), "the source language is not among the languages", `add ${sheet.sourceLanguage}`),
    );
  if (!isImported && !sheet.practice)
    place.forms.forEach(({ item, at: atForm }) => {
      if (sheet.desks.length === 0)
        faults.push(errorAt(atForm("desk"), `the form "${item.id}" has no desk to go to`, "add desks to place.yaml"));
    });
  return faults;
}

function checkForms(place: LoadedPlace): readonly Fault[] {
  return place.forms.flatMap(({ item, at }) => {
    const workbook = join(place.dir, "forms", item.workbook);
    return existsSync(workbook)
      ? []
      : [
          errorAt(
            at("workbook"),
            `the workbook ${workbook} is missing`,
            "save the XLSForm workbook there, .md or .xlsx",
          ),
        ];
  });
}

/** Rules that one item alone can break. `today` is a date like `2026-11-24`. */
export function checkRules(place: LoadedPlace, today: string): readonly Fault[] {
  return [
    ...checkPlace(place),
    ...checkDuplicates(place),
    ...checkIcons(place),
    ...checkSteps(place),
    ...checkLaws(place, today),
    ...checkForms(place),
    ...[...place.offices, ...place.officeKinds, ...place.forms].flatMap(({ item, at }) =>
      checkConsequences(item.consequences, at),
    ),
  ];
}
