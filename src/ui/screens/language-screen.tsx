/** Languages by their own names; those of the device come first. */
import { t } from "@lingui/core/macro";
import { useEffect, useState } from "preact/hooks";
import { directionOf } from "../../core/text.ts";
import { Icon } from "../components/icon.tsx";
import { ScreenHeading } from "../components/screen-heading.tsx";
import { endonymOf } from "../components/settings/endonym.ts";
import { orderLanguages } from "../components/settings/order-languages.ts";
import { useLanguage } from "../hooks/use-language.ts";
import { interfaceLanguages } from "../i18n.ts";
import { useServices } from "../services.ts";

/** Voices that speak on this device; others would send the words to a service. */
function useOwnVoices(): readonly SpeechSynthesisVoice[] {
  const [voices, setVoices] = useState<readonly SpeechSynthesisVoice[]>([]);
  useEffect(() => {
    if (!("speechSynthesis" in window)) return;
    const read = () => setVoices(speechSynthesis.getVoices().filter(({ localService }) => localService));
    read();
    speechSynthesis.addEventListener("voiceschanged", read);
    return () => speechSynthesis.removeEventListener("voiceschanged", read);
  }, []);
  return voices;
}

function speak(voice: SpeechSynthesisVoice, words: string): void {
  const utterance = new SpeechSynthesisUtterance(words);
  utterance.voice = voice;
  utterance.lang = voice.lang;
  speechSynthesis.cancel();
  speechSynthesis.speak(utterance);
}

export function LanguageScreen() {
  const { packs } = useServices();
  const current = useLanguage();
  const voices = useOwnVoices();
  const offered = [
    ...interfaceLanguages,
    ...packs.places.value.flatMap(({ languages }) => languages.map(({ language }) => language)),
  ];
  const languages = orderLanguages({ offered, preferred: navigator.languages });
  return (
    <>
      <ScreenHeading title={t`Language`} takesFocus />
      <ul class="language-grid">
        {languages.map((language) => {
          const name = endonymOf(language);
          const voice = voices.find(({ lang }) => lang.split(/[-_]/)[0] === language.split("-")[0]);
          return (
            <li key={language} lang={language} dir={directionOf(language)}>
              <a href={`/${language}/`} {...(language === current ? { "aria-current": "true" as const } : {})}>
                {name}
              </a>
              {voice ? (
                <button type="button" class="button quiet-button" aria-label={name} onClick={() => speak(voice, name)}>
                  <Icon name="sound" />
                </button>
              ) : null}
            </li>
          );
        })}
      </ul>
    </>
  );
}
