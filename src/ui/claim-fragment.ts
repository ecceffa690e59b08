/**
 * The secret of a claim slip arrives in the fragment of `/{lang}/claim#...`. It is taken out of the address and of the history entry
 * before anything else happens with the page; until the screen asks for it, it is only in memory.
 */
let taken = "";

/** Takes the slip out of the address of `/{lang}/claim`, if one is there, and remembers it. Call it before anything else. */
export function takeSlipFromAddress(): void {
  const fragment = location.hash.slice(1);
  // Elsewhere a fragment is no secret: `/fr/mine#id`.
  if (fragment === "" || !location.pathname.endsWith("/claim")) return;
  taken = fragment;
  history.replaceState(history.state, "", location.pathname + location.search);
}

/** The text that was taken, once; empty when there was none. */
export function slipFromAddress(): string {
  takeSlipFromAddress();
  const text = taken;
  taken = "";
  return text;
}
