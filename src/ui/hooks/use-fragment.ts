import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";

/**
 * What stands after `#`, decoded; it never leaves the browser. Follows links, the back button and changes by hand. A program that
 * changes only the fragment uses {@link useGoTo}, since the router's own push raises no event and renders nothing then.
 */
export function useFragment(): string {
  useLocation();
  // Renders only when the fragment is another: a rendering between a click and its `change` would undo a box that is being ticked.
  const [, setShown] = useState(location.hash);
  useEffect(() => {
    const follow = () => setShown(location.hash);
    // The router pushes a followed link while the click is handled.
    const followLink = () => queueMicrotask(follow);
    addEventListener("hashchange", follow);
    addEventListener("popstate", follow);
    addEventListener("click", followLink);
    return () => {
      removeEventListener("hashchange", follow);
      removeEventListener("popstate", follow);
      removeEventListener("click", followLink);
    };
  }, []);
  return decodeFragment(location.hash.slice(1));
}

/** Goes to an address of ours, also when only its fragment is another. */
export function useGoTo(): (address: string, how?: { readonly replaces: boolean }) => void {
  const { route } = useLocation();
  return (address, { replaces } = { replaces: false }) => {
    route(address, replaces);
    dispatchEvent(new HashChangeEvent("hashchange"));
  };
}

/** Text of a fragment; one that is not percent-encoded rightly is taken as it is. */
export function decodeFragment(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch (error) {
    if (error instanceof URIError) return raw;
    throw error;
  }
}
