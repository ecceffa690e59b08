/** The steps of a procedure: what, papers needed and given, office, time, cost, deadline, form. */
import { t } from "@lingui/core/macro";
import type { ComponentChildren } from "preact";
import type { Step } from "../../core/place.ts";
import { useAddress, useReading } from "../reading.tsx";
import { Icon } from "./icon.tsx";
import { HostWord, Words } from "./words.tsx";

function Fact({ icon, name, children }: { icon: string; name: string; children: ComponentChildren }) {
  return (
    <li>
      <Icon name={icon} /> <span class="name">{name}</span> {children}
    </li>
  );
}

function Papers({ name, ids }: { name: string; ids: readonly string[] }) {
  const { place } = useReading();
  const address = useAddress();
  if (ids.length === 0) return null;
  const papers = ids.flatMap((id) => place.documents.find((document) => document.id === id) ?? []);
  return (
    <Fact icon="paper" name={name}>
      {papers.map((paper, index) => (
        <>
          {index > 0 ? ", " : null}
          <a href={address({ kind: "document", id: paper.id })}>
            <Words id={paper.title} />
          </a>{" "}
          <HostWord host={paper.host} />
        </>
      ))}
    </Fact>
  );
}

function Where({ step }: { step: Step }) {
  const { place } = useReading();
  const address = useAddress();
  const office = place.offices.find(({ id }) => id === step.office);
  const kind = place.officeKinds.find(({ id }) => id === step.officeKind);
  const found = office ?? kind;
  if (!found) return null;
  return (
    <Fact icon="office" name={t`Where`}>
      <a href={address({ kind: office ? "office" : "office-kind", id: found.id })}>
        <Words id={found.title} />
      </a>{" "}
      <HostWord host={office?.host} />
    </Fact>
  );
}

export function Deadline({ of }: { of: { readonly text: string; readonly ifMissed: string } }) {
  return (
    <Fact icon="clock" name={t`Deadline`}>
      <strong>
        <Words id={of.text} />
      </strong>{" "}
      {t`If you miss it:`} <Words id={of.ifMissed} />
    </Fact>
  );
}

export function StepList({ steps }: { steps: readonly Step[] }) {
  const address = useAddress();
  return (
    <ol class="steps">
      {steps.map((step) => (
        <li id={step.id}>
          <h3>
            <Words id={step.title} />
          </h3>
          <Words id={step.body} />
          <ul class="facts">
            <Papers name={t`You need`} ids={step.needs} />
            <Papers name={t`You get`} ids={step.gives} />
            <Where step={step} />
            {step.cost === undefined ? null : (
              <Fact icon="coin" name={t`Cost`}>
                <Words id={step.cost} />
              </Fact>
            )}
            {step.duration === undefined ? null : (
              <Fact icon="clock" name={t`Time`}>
                <Words id={step.duration} />
              </Fact>
            )}
            {step.deadline === undefined ? null : <Deadline of={step.deadline} />}
          </ul>
          {step.form === undefined ? null : (
            <p>
              <a class="button" href={address({ kind: "form", id: step.form })}>
                {t`About the form`} <Icon name="arrow" />
              </a>
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
