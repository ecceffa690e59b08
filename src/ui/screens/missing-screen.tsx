import { t } from "@lingui/core/macro";
import { Icon } from "../components/icon.tsx";

/** Why there is nothing to show at an address. */
export type Missing =
  /** No screen stands there, or the place has no such item. */
  | "unknown-address"
  /** It is not kept here and the hub does not answer. */
  | "not-here"
  | "captive-portal"
  | "hub-fault"
  /** What came does not verify. */
  | "pack-refused"
  /** A part of the app did not load. */
  | "part-missing";

function words(why: Missing): { readonly title: string; readonly todo: string } {
  switch (why) {
    case "unknown-address":
      return { title: t`There is nothing at this address`, todo: t`Look at the address, or begin at the start page.` };
    case "not-here":
      return {
        title: t`This is not on this device yet`,
        todo: t`There is no connection to fetch it. Try again when you have one.`,
      };
    case "captive-portal":
      return {
        title: t`This Wi-Fi wants you to sign in first`,
        todo: t`Open the sign-in page of the Wi-Fi, or use another network. Then try again.`,
      };
    case "hub-fault":
      return { title: t`The server has a fault`, todo: t`Nothing is lost. Try again later.` };
    case "pack-refused":
      return {
        title: t`This content could not be verified`,
        todo: t`So it is not shown. Try again later, or tell the people who run this service.`,
      };
    case "part-missing":
      return {
        title: t`A part of this app did not load`,
        todo: t`Nothing is lost. Try again when the connection is better.`,
      };
    default:
      return why satisfies never;
  }
}

/** An address without a screen, in words; the links lead to what is there. */
export function MissingScreen({ why, links }: { why: Missing; links: readonly { address: string; name: string }[] }) {
  const { title, todo } = words(why);
  return (
    <>
      <h1>{title}</h1>
      <p>
        <Icon name="alert" /> {todo}
      </p>
      {why === "unknown-address" ? null : (
        <p>
          <button type="button" class="button" onClick={() => location.reload()}>
            {t`Try again`}
          </button>
        </p>
      )}
      <ul class="list">
        {links.map(({ address, name }) => (
          <li>
            <a href={address}>{name}</a>
          </li>
        ))}
      </ul>
    </>
  );
}
