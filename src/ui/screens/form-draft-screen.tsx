/** A draft that is open: which of its screens is shown, and when it is saved. */
import { t } from "@lingui/core/macro";
import { useEffect, useState } from "preact/hooks";
import type { PlacedForm } from "../../core/place.ts";
import { closeFilling, type FormFilling, openFilling } from "../components/form/form-filling.ts";
import { checkPoint, type FormPoint, sendPoint } from "../components/form/form-fragment.ts";
import { FormGone } from "../components/form/form-gone.tsx";
import { SavingLine } from "../components/form/saving-line.tsx";
import { Skeleton } from "../components/screen-heading.tsx";
import { useReading } from "../reading.tsx";
import { useServices } from "../services.ts";
import { FormCheckScreen } from "./form-check-screen.tsx";
import { FormQuestionScreen } from "./form-question-screen.tsx";
import { FormSendScreen } from "./form-send-screen.tsx";

type DraftPoint = Extract<FormPoint, { kind: "draft" }>;

export function FormDraftScreen({ form, point }: { form: PlacedForm; point: DraftPoint }) {
  const services = useServices();
  const [opened, setOpened] = useState<Awaited<ReturnType<typeof openFilling>> | null>(null);
  /** Counts how often another version was asked for. */
  const [version, setVersion] = useState(0);
  useEffect(() => {
    let isGone = false;
    let filling: FormFilling | null = null;
    void openFilling({ services, id: point.id }).then((result) => {
      if (isGone) return;
      if (result.ok) filling = result.filling;
      setOpened(result);
    });
    return () => {
      isGone = true;
      setOpened(null);
      if (filling) closeFilling({ drafts: services.drafts, filling });
    };
  }, [services, point.id, version]);

  if (opened === null) return <Skeleton label={t`Opening your form`} rows={4} />;
  if (!opened.ok) return <FormGone form={form} problem={opened.problem} />;
  return (
    <OpenDraft form={form} point={point} filling={opened.filling} onOtherVersion={() => setVersion(version + 1)} />
  );
}

function OpenDraft(of: { form: PlacedForm; point: DraftPoint; filling: FormFilling; onOtherVersion: () => void }) {
  const { form, point, filling } = of;
  const { language } = useReading();
  // Every answer may change what is shown.
  filling.changes.value;
  const screens = filling.screens(language);
  const wanted = point.at ?? filling.writer.draft.peek().screen;
  const found = screens.findIndex(({ path }) => path === wanted);
  const index = Math.max(found, 0);
  const screen = screens[index];
  const at = wanted === checkPoint || wanted === sendPoint ? wanted : (screen?.path ?? checkPoint);

  useEffect(() => filling.goTo({ screen: at, language }), [filling, at, language]);
  useSavingWhenLeft(filling);

  const saving = <SavingLine filling={filling} onOtherVersion={of.onOtherVersion} />;
  const common = { form, filling, screens, saving };
  if (at === sendPoint) return <FormSendScreen {...common} />;
  if (at === checkPoint || screen === undefined) return <FormCheckScreen {...common} />;
  return (
    <FormQuestionScreen
      {...common}
      index={index}
      screen={screen}
      question={point.question}
      fromCheck={point.fromCheck}
      key={screen.path}
    />
  );
}

/** Writes at once when the page is hidden or left; asks before leaving while something is in this window only. */
function useSavingWhenLeft(filling: FormFilling): void {
  useEffect(() => {
    const { writer } = filling;
    const save = () => void writer.flush();
    const saveWhenHidden = () => {
      if (document.visibilityState === "hidden") save();
    };
    const ask = (event: BeforeUnloadEvent) => {
      if (writer.state.peek().kind === "saved") return;
      save();
      event.preventDefault();
    };
    addEventListener("pagehide", save);
    addEventListener("beforeunload", ask);
    document.addEventListener("visibilitychange", saveWhenHidden);
    return () => {
      removeEventListener("pagehide", save);
      removeEventListener("beforeunload", ask);
      document.removeEventListener("visibilitychange", saveWhenHidden);
    };
  }, [filling]);
}
