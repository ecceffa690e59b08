/** What stands around every screen of the desk: practice, name, language, and the way out. */
import { t } from "@lingui/core/macro";
import type { ComponentChildren } from "preact";
import { interfaceLanguages } from "../ui/i18n.ts";
import { useDesk } from "./desk-context.ts";
import { languageName } from "./desk-words.ts";

export function DeskFrame(props: {
  /** Title of the desk, once it is known. */
  title: string | null;
  practice: boolean;
  onLanguage: (language: string) => void;
  onSignOut: (() => void) | null;
  children: ComponentChildren;
}) {
  const { language } = useDesk();
  return (
    <div class="desk">
      <header class="desk-top">
        {props.practice ? (
          <p class="practice" role="note">
            <strong>{t`PRACTICE`}</strong> {t`This is an exercise. No authority answers here.`}
          </p>
        ) : null}
        <div class="desk-header">
          <p class="desk-brand">
            Passerelle · {t`Desk`}
            {props.title === null ? null : (
              <>
                {" · "}
                <bdi>{props.title}</bdi>
              </>
            )}
          </p>
          <label class="desk-language">
            <span>{t`Language`}</span>
            <select
              value={language}
              autocomplete="off"
              onChange={(event) => props.onLanguage(event.currentTarget.value)}
            >
              {interfaceLanguages.map((one) => (
                <option key={one} value={one} lang={one}>
                  {languageName(one, one)}
                </option>
              ))}
            </select>
          </label>
          {props.onSignOut === null ? null : (
            <button type="button" class="button quiet-button" onClick={props.onSignOut}>
              {t`Sign out`}
            </button>
          )}
        </div>
      </header>
      {props.children}
    </div>
  );
}
