/** The questions of a form in order, each with the groups around it, and which values depend on which. */
import { pathsIn } from "./evaluate.ts";
import type { CompiledForm, Expression, FormNode, GroupNode, QuestionNode } from "./model.ts";

export type PlacedQuestion = {
  readonly node: QuestionNode;
  /** From the outermost group inwards. */
  readonly groups: readonly GroupNode[];
};
/** A top-level group, or a run of loose questions between groups. */
export type Screen = {
  readonly path: string;
  readonly group: GroupNode | null;
  readonly questions: readonly PlacedQuestion[];
};
export type FormTree = {
  readonly screens: readonly Screen[];
  readonly questions: ReadonlyMap<string, PlacedQuestion>;
  /** Paths whose value or relevance must be computed again when the answer at the key changes. */
  readonly dependents: ReadonlyMap<string, ReadonlySet<string>>;
};

function flatten(nodes: readonly FormNode[], groups: readonly GroupNode[]): readonly PlacedQuestion[] {
  return nodes.flatMap((node) =>
    node.kind === "question" ? [{ node, groups }] : flatten(node.children, [...groups, node]),
  );
}

function screensOf(nodes: readonly FormNode[]): readonly Screen[] {
  const screens: Screen[] = [];
  let loose: PlacedQuestion[] = [];
  const closeLoose = () => {
    const [first] = loose;
    if (first) screens.push({ path: first.node.path, group: null, questions: loose });
    loose = [];
  };
  for (const node of nodes) {
    if (node.kind === "question") loose.push({ node, groups: [] });
    else {
      closeLoose();
      screens.push({ path: node.path, group: node, questions: flatten(node.children, [node]) });
    }
  }
  closeLoose();
  return screens;
}

export function treeOf(form: CompiledForm): FormTree {
  const screens = screensOf(form.children);
  const questions = new Map(screens.flatMap((screen) => screen.questions).map((placed) => [placed.node.path, placed]));
  const dependents = new Map<string, Set<string>>();
  for (const { node, groups } of questions.values()) {
    const expressions: readonly (Expression | undefined)[] = [
      node.calculation,
      node.relevant,
      ...groups.map((group) => group.relevant),
    ];
    for (const expression of expressions)
      for (const path of expression === undefined ? [] : pathsIn(expression)) {
        const found = dependents.get(path) ?? new Set();
        dependents.set(path, found.add(node.path));
      }
  }
  return { screens, questions, dependents };
}
