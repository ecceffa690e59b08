/** Which screen an officer sees. */
import { t } from "@lingui/core/macro";
import { useEffect, useState } from "preact/hooks";
import { FailureNote } from "../ui/components/problem-note.tsx";
import { ScreenHeading, Skeleton } from "../ui/components/screen-heading.tsx";
import { CertifyScreen } from "./certify-screen.tsx";
import { useDesk } from "./desk-context.ts";
import { DeskFrame } from "./desk-frame.tsx";
import { textIn } from "./desk-place.ts";
import { firstStage, type Stage, stageOf } from "./desk-stage.ts";
import { faultWords } from "./fault-words.ts";
import type { OfficerRecord } from "./officer-record.ts";
import { PaperScreen } from "./paper-screen.tsx";
import { SetupScreen } from "./setup-screen.tsx";
import { StartScreen } from "./start-screen.tsx";
import { UnlockForm } from "./unlock-form.tsx";
import { WorkScreen } from "./work-screen.tsx";

/** Desk that a stage belongs to, once one is chosen. */
const deskOf = (stage: Stage): string | null => {
  if ("record" in stage) return stage.record.file.desk;
  if (stage.at === "work") return stage.work.session.desk;
  return stage.at === "paper" ? stage.enrolment.record.file.desk : null;
};

export function DeskScreens({ onLanguage }: { onLanguage: (language: string) => void }) {
  const tools = useDesk();
  const { store, hub, language } = tools;
  const [stage, setStage] = useState<Stage>({ at: "reading" });
  // once, when the desk opens.
  useEffect(() => void firstStage(tools).then(setStage), []);

  const place = "place" in stage ? stage.place : null;
  const desk = deskOf(stage);
  const title = place?.place.desks.find(({ id }) => id === desk)?.title;
  const deskTitle = (place && title !== undefined && textIn(place, language, title)?.text) || desk;

  const toStart = () => void store.all().then((records) => setStage({ at: "start", records }));
  const toRecord = (record: OfficerRecord) => {
    setStage({ at: "reading" });
    void stageOf(tools, record).then(setStage);
  };
  const keep = async (record: OfficerRecord) => {
    if (await store.save(record)) toRecord(record);
    else setStage({ at: "fault", record, fault: { kind: "not-saved" } });
  };
  const signOut = () => {
    if (stage.at !== "work") return;
    void hub.logout(stage.work.session);
    setStage({ at: "locked", record: stage.work.record, place: stage.place });
  };

  const screen = () => {
    switch (stage.at) {
      case "reading":
        return (
          <main id="main" class="desk-page">
            <h1>{t`Desk`}</h1>
            <Skeleton label={t`Opening the desk`} />
          </main>
        );
      case "start":
        return (
          <StartScreen
            records={stage.records}
            onRecord={toRecord}
            onRecovered={(record) => void keep(record)}
            onSetup={() => setStage({ at: "setup" })}
          />
        );
      case "setup":
        return (
          <SetupScreen
            onBack={toStart}
            onMade={(made) => {
              if (made.enrolment.paper) setStage({ at: "paper", ...made });
              else void keep(made.enrolment.record);
            }}
          />
        );
      case "paper":
        return stage.enrolment.paper ? (
          <PaperScreen
            paper={stage.enrolment.paper}
            deskTitle={deskTitle ?? ""}
            onDone={() => void keep(stage.enrolment.record)}
          />
        ) : null;
      case "certify":
        return (
          <CertifyScreen
            record={stage.record}
            onCertified={(certified) => setStage({ at: "locked", record: stage.record, place: certified })}
            onOther={toStart}
          />
        );
      case "locked":
        return (
          <main id="main" class="desk-page">
            <ScreenHeading title={t`Sign in`} takesFocus />
            <UnlockForm
              key={stage.record.kid}
              record={stage.record}
              place={stage.place}
              onWork={(of) => setStage({ at: "work", ...of })}
            />
            <p>
              <button type="button" class="button quiet-button" onClick={toStart}>
                {t`Other officer`}
              </button>
            </p>
          </main>
        );
      case "work":
        return (
          <WorkScreen
            work={stage.work}
            place={stage.place}
            deskTitle={deskTitle ?? ""}
            onWork={(of) => setStage({ at: "work", ...of })}
            onForget={async () => {
              await hub.logout(stage.work.session);
              await store.remove(stage.work.record.kid);
              toStart();
            }}
          />
        );
      case "fault":
        return (
          <main id="main" class="desk-page">
            <h1>{t`Desk`}</h1>
            <FailureNote words={faultWords(stage.fault)}>
              <button
                type="button"
                class="button quiet-button"
                onClick={() => (stage.fault.kind === "not-saved" ? void keep(stage.record) : toRecord(stage.record))}
              >
                {t`Try again`}
              </button>
            </FailureNote>
            <button type="button" class="button quiet-button" onClick={toStart}>
              {t`Other officer`}
            </button>
          </main>
        );
      default:
        return stage satisfies never;
    }
  };
  return (
    <DeskFrame
      title={deskTitle}
      practice={tools.roots.practice}
      onLanguage={onLanguage}
      onSignOut={stage.at === "work" ? signOut : null}
    >
      {screen()}
    </DeskFrame>
  );
}
