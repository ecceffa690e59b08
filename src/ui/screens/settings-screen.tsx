import { t } from "@lingui/core/macro";
import { addressOfOwn } from "../../core/address.ts";
import { Icon } from "../components/icon.tsx";
import { ScreenHeading } from "../components/screen-heading.tsx";
import { PlacesKept } from "../components/settings/places-kept.tsx";
import { StorageUsed } from "../components/settings/storage-used.tsx";
import { AllOfIt, OnThisDevice } from "../components/settings/your-data.tsx";
import { useFragment } from "../hooks/use-fragment.ts";
import { useLanguage } from "../hooks/use-language.ts";
import { LanguageScreen } from "./language-screen.tsx";

/** What this device keeps, and what the person can do about it; `#language` is the choice of language. */
export function SettingsScreen() {
  const language = useLanguage();
  const fragment = useFragment();
  if (fragment === "language") return <LanguageScreen />;
  return (
    <>
      <ScreenHeading title={t`Settings`} />
      <nav aria-label={t`More`}>
        <ul class="list">
          <li>
            <a href={`${addressOfOwn(language, "settings")}#language`}>
              <Icon name="language" /> {t`Choose another language`}
            </a>
          </li>
          <li>
            <a href={addressOfOwn(language, "about")}>
              <Icon name="question" /> {t`About Passerelle`}
            </a>
          </li>
        </ul>
      </nav>
      <PlacesKept />
      <StorageUsed />
      <OnThisDevice />
      <AllOfIt />
    </>
  );
}
