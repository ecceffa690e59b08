import { t } from "@lingui/core/macro";
import { useContext, useState } from "preact/hooks";
import { formatSize } from "../../data-size.ts";
import { problemWords } from "../../error-messages.ts";
import { ReadingContext } from "../../reading.tsx";
import { type KeptPlace, type Problem, useServices } from "../../services.ts";
import { Icon } from "../icon.tsx";

/** What the place costs on the wire in these languages, the structure included. */
const wireBytesOf = (place: KeptPlace, languages: readonly string[]): number =>
  place.languages
    .filter(({ language }) => languages.includes(language))
    .reduce((sum, { wireBytes }) => sum + wireBytes, place.wireBytes);

/** Offers the place being read with its size, where it is not kept by itself: it is large, or data is to be saved. */
export function KeepButton() {
  const { app, packs } = useServices();
  const reading = useContext(ReadingContext);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { asksToKeep, fetching } = app.status.value;
  const kept = packs.places.value.find(({ place }) => place === reading?.place.id);
  if (!reading || !kept || !asksToKeep || fetching) return null;
  const before = kept.languages.filter(({ isKept }) => isKept).map(({ language }) => language);
  const languages = [...new Set([...before, reading.language, reading.place.sourceLanguage])];
  const size = formatSize(reading.language, wireBytesOf(kept, languages));
  const keep = async (): Promise<void> => {
    const outcome = await packs.keep({ place: kept.place, languages });
    setProblem(outcome.ok ? null : outcome.problem);
  };
  return (
    <p>
      <button type="button" class="button quiet-button" onClick={keep}>
        <Icon name="download" /> {t`Keep this place on this device (${size})`}
      </button>
      {problem === null ? null : <span role="alert"> {problemWords(problem).what}</span>}
    </p>
  );
}
