import { t } from "@lingui/core/macro";
import { useId, useState } from "preact/hooks";
import { Icon } from "./icon.tsx";

/**
 * A field for words to look for. It is a form without an address: without script it would ask the server, so it stands only where
 * the app runs.
 */
export function SearchField(props: {
  words: string;
  /** At each keystroke. */
  onWords?: (words: string) => void;
  onSearch: (words: string) => void;
}) {
  const [words, setWords] = useState(props.words);
  const field = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: browsers before 2023 do not know the element search.
    <form
      class="search-field"
      role="search"
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        props.onSearch(words);
      }}
    >
      <label for={field}>{t`What are you looking for?`}</label>
      <div class="search-line">
        <input
          id={field}
          type="search"
          dir="auto"
          enterkeyhint="search"
          autocapitalize="none"
          spellcheck={false}
          value={words}
          onInput={(event) => {
            setWords(event.currentTarget.value);
            props.onWords?.(event.currentTarget.value);
          }}
        />
        <button type="submit" class="button">
          <Icon name="search" /> {t`Search`}
        </button>
      </div>
    </form>
  );
}
