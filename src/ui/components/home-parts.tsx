/** Under the title of a home: search as the largest field, and what waits or needs the person. */
import { plural, t } from "@lingui/core/macro";
import { addressOfOwn } from "../../core/address.ts";
import { useGoTo } from "../hooks/use-fragment.ts";
import { useLanguage } from "../hooks/use-language.ts";
import { keepSearchWords } from "../search/search-words.ts";
import { useServices } from "../services.ts";
import { sectionOf } from "./case/case-sections.ts";
import { Icon } from "./icon.tsx";
import { SearchField } from "./search-field.tsx";

function WhatWaits() {
  const { cases, drafts } = useServices();
  const language = useLanguage();
  const all = cases.cases.value;
  const needed = all.filter((one) => sectionOf(one) === "needs you").length;
  const waiting = all.filter((one) => sectionOf(one) === "waiting").length;
  const unfinished = drafts.drafts.value.length;
  const lines = [
    {
      count: needed,
      icon: "alert",
      words: plural(needed, { one: "# request needs you", other: "# requests need you" }),
    },
    {
      count: unfinished,
      icon: "paper",
      words: plural(unfinished, { one: "# form is not finished", other: "# forms are not finished" }),
    },
    {
      count: waiting,
      icon: "clock",
      words: plural(waiting, { one: "# request is not sent yet", other: "# requests are not sent yet" }),
    },
  ].filter(({ count }) => count > 0);
  if (lines.length === 0 && all.length === 0) return null;
  return (
    <nav class={needed > 0 ? "needed" : "card"} aria-label={t`My requests`}>
      <ul class="list">
        {lines.map(({ icon, words }) => (
          <li>
            <Icon name={icon} /> {words}
          </li>
        ))}
        <li>
          <a href={addressOfOwn(language, "mine")}>
            {t`My requests`} <Icon name="arrow" />
          </a>
        </li>
      </ul>
    </nav>
  );
}

export function HomeParts() {
  const goTo = useGoTo();
  const language = useLanguage();
  return (
    <>
      <SearchField
        words=""
        onSearch={(words) => {
          keepSearchWords(words);
          goTo(addressOfOwn(language, "search"));
        }}
      />
      <WhatWaits />
    </>
  );
}
