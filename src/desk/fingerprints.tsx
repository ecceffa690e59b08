/** What is compared by telephone or in person: the one moment at which a swapped key is noticed. */
import { t } from "@lingui/core/macro";
import { useEffect, useState } from "preact/hooks";
import type { CertifyRequest } from "../core/protocol.ts";
import { fingerprint } from "../seal/certify.ts";
import { thumbprint } from "../seal/ec-keys.ts";

export function Fingerprint({ kid }: { kid: string }) {
  return (
    <code class="fingerprint" dir="ltr">
      {fingerprint(kid)}
    </code>
  );
}

export function RequestFingerprints({ request, kid }: { request: CertifyRequest; kid: string }) {
  const [deskKid, setDeskKid] = useState<string | null>(null);
  useEffect(() => {
    if (request.purpose === "desk") void thumbprint(request.jwk).then(setDeskKid);
  }, [request]);
  return (
    <dl>
      {deskKid === null ? null : (
        <>
          <dt>{t`Desk key`}</dt>
          <dd>
            <Fingerprint kid={deskKid} />
          </dd>
        </>
      )}
      <dt>{t`Your key`}</dt>
      <dd>
        <Fingerprint kid={kid} />
      </dd>
    </dl>
  );
}
