import type { ComponentChildren } from "preact";
import { type FailureWords, problemWords } from "../error-messages.ts";
import type { Problem } from "../services.ts";
import { Icon } from "./icon.tsx";

/** A failure where it happened: what, what is safe, what to do, and the button that does it. */
export function FailureNote({ words, children }: { words: FailureWords | null; children?: ComponentChildren }) {
  if (words === null) return null;
  return (
    <div class="problem" role="alert">
      <p>
        <Icon name="alert" /> <strong>{words.what}</strong>
      </p>
      <p>
        {words.safe} {words.todo}
      </p>
      {children}
    </div>
  );
}

/** The same by its code; `wordsOf` where a code has other words than for a request of one's own. */
export function ProblemNote({
  problem,
  wordsOf = problemWords,
}: {
  problem: Problem | null;
  wordsOf?: typeof problemWords;
}) {
  return <FailureNote words={problem === null ? null : wordsOf(problem)} />;
}
