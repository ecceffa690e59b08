import { t } from "@lingui/core/macro";
import type { ComponentChildren } from "preact";
import type { DocumentType, Page, PlacedForm, Term } from "../../core/place.ts";
import { ConsequencesList } from "../components/consequences.tsx";
import { Icon } from "../components/icon.tsx";
import { HostWord, Words } from "../components/words.tsx";
import { useAddress, useReading } from "../reading.tsx";

export function PageScreen({ page }: { page: Page }) {
  const { place } = useReading();
  const address = useAddress();
  const parent = place.pages.find(({ id }) => id === page.parent);
  const below = place.pages.filter((candidate) => candidate.parent === page.id).sort((a, b) => a.order - b.order);
  return (
    <>
      {parent ? (
        <p>
          <a href={address({ kind: "page", id: parent.id })}>
            <Words id={parent.title} />
          </a>
        </p>
      ) : null}
      <h1>
        <Words id={page.title} />
      </h1>
      <Words id={page.body} />
      <ul class="list">
        {below.map((child) => (
          <li>
            <a href={address({ kind: "page", id: child.id })}>
              <Words id={child.title} />
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

export function DocumentScreen({ document }: { document: DocumentType }) {
  return (
    <>
      <h1>
        <Icon name={document.icon} /> <Words id={document.title} />
      </h1>
      <p>
        <HostWord host={document.host} />
      </p>
      <Words id={document.about} />
    </>
  );
}

export function TermScreen({ term }: { term: Term }) {
  return (
    <>
      <h1>
        <Words id={term.title} />
      </h1>
      <p>
        {t`On the door and on the paper:`} <HostWord host={term.host} />
      </p>
      <Words id={term.definition} />
    </>
  );
}

/** What a form asks for and causes, before it is opened; `children` stand under its summary. */
export function FormIntroScreen({ form, children }: { form: PlacedForm; children?: ComponentChildren }) {
  const { notice } = form;
  const rows = [
    [t`Who is responsible for your data`, notice.controller],
    [t`Data protection officer`, notice.dataProtectionOfficer],
    [t`What for`, notice.purpose],
    [t`Legal basis`, notice.legalBasis],
    [t`Who reads it`, notice.recipients],
    [t`How long it is kept`, notice.retention],
    [t`Your rights`, notice.rights],
    [t`Where to complain`, notice.complaint],
    [t`What happens if you do not give it`, notice.ifNotGiven],
  ] as const;
  return (
    <>
      <h1>
        <Icon name={form.icon} /> <Words id={form.title} />
      </h1>
      <p class="lead">
        <Words id={form.summary} />
      </p>
      {children}
      <ConsequencesList of={form.consequences} />
      <section>
        <h2>{t`Your data`}</h2>
        <dl>
          {rows.map(([name, id]) => (
            <>
              <dt>{name}</dt>
              <dd>
                <Words id={id} />
              </dd>
            </>
          ))}
        </dl>
      </section>
    </>
  );
}
