import { directionOf } from "../../../core/text.ts";
import { useReading } from "../../reading.tsx";
import type { NoticeSection } from "./notice-rows.ts";

/** Shows exactly the rows that `noticeText` makes the sealed words of. */
export function NoticeList({ sections }: { sections: readonly NoticeSection[] }) {
  const { language: read } = useReading();
  return (
    <>
      {sections.map(({ title, rows }) => (
        <section key={title}>
          <h2>{title}</h2>
          <dl>
            {rows.map(({ name, words, language, mark }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd {...(language === read ? {} : { lang: language, dir: directionOf(language) })}>{words}</dd>
                {mark === null ? null : (
                  <dd>
                    <small class="mark">{mark}</small>
                  </dd>
                )}
              </div>
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}
