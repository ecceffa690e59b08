import { t } from "@lingui/core/macro";
import { useEffect, useRef } from "preact/hooks";
import { RequestList } from "../components/case/request-list.tsx";
import { ScreenHeading, Skeleton } from "../components/screen-heading.tsx";
import { useFragment } from "../hooks/use-fragment.ts";
import { useOptionalServices } from "../services.ts";
import { CaseScreen } from "./case-screen.tsx";

/** My requests; with the id of a submission in the fragment, that one. */
export function MineScreen() {
  const services = useOptionalServices();
  const id = useFragment();
  const before = useRef(id);
  useEffect(() => {
    before.current = id;
  }, [id]);
  if (!services)
    return (
      <>
        <ScreenHeading title={t`My requests`} />
        <Skeleton label={t`Reading what is on this device`} />
      </>
    );
  return id === "" ? <RequestList takesFocus={before.current !== ""} /> : <CaseScreen key={id} id={id} />;
}
