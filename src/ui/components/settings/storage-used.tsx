import { t } from "@lingui/core/macro";
import { useEffect, useState } from "preact/hooks";
import { formatSize } from "../../data-size.ts";
import { useLanguage } from "../../hooks/use-language.ts";
import { useServices } from "../../services.ts";
import { Icon } from "../icon.tsx";

type Usage = { readonly usedBytes: number; readonly quotaBytes: number | null; readonly isPersisted: boolean };

/** Space used, and whether the browser may empty it by itself. */
export function StorageUsed() {
  const { storage, packs, cases, drafts } = useServices();
  const language = useLanguage();
  const [usage, setUsage] = useState<Usage | null>(null);
  const [wasRefused, setRefused] = useState(false);
  // Read again when what is kept changes.
  const trigger = [packs.places.value, cases.cases.value, drafts.drafts.value];
  useEffect(() => {
    let isShown = true;
    void storage
      .usage()
      .catch(() => null)
      .then((found) => {
        if (isShown) setUsage(found);
      });
    return () => {
      isShown = false;
    };
  }, [storage, ...trigger]);
  if (usage === null) return null;
  const used = formatSize(language, usage.usedBytes);
  const quota = usage.quotaBytes === null ? null : formatSize(language, usage.quotaBytes);
  const persist = async () => {
    const isPersisted = await storage.persist();
    setUsage({ ...usage, isPersisted });
    setRefused(!isPersisted);
  };
  return (
    <section>
      <h2>{t`Space`}</h2>
      <p>
        {quota === null ? t`Passerelle uses ${used}.` : t`Passerelle uses ${used} of ${quota} that the browser gives.`}
      </p>
      {usage.isPersisted ? (
        <p>
          <Icon name="check" /> {t`The browser promised not to empty it by itself.`}
        </p>
      ) : (
        <>
          <p class="needed">{t`The browser may empty it by itself when space runs out. Save a copy of what matters to you.`}</p>
          <p class="actions">
            <button type="button" class="button quiet-button" onClick={() => void persist()}>
              <Icon name="shield" /> {t`Ask the browser to keep it`}
            </button>
          </p>
        </>
      )}
      <p role="status">
        {wasRefused ? t`The browser said no. It often says yes once you have used Passerelle for some time.` : null}
      </p>
    </section>
  );
}
