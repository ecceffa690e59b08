/** A page without https, not on this machine: the browser gives no keys and no worker, so it stays as it was published and says why. */
import { render } from "preact";
import { parseAddress } from "../core/address.ts";
import { readingOnlyWords } from "../ui/error-messages.ts";
import { loadWords } from "../ui/i18n.ts";
import { preferredLanguage } from "./resolve-view.tsx";

export async function tellInsecure(root: Element): Promise<void> {
  const address = parseAddress(location.pathname);
  (await loadWords("language" in address ? address.language : preferredLanguage(), ["first", "app"]))();
  const { what, todo } = readingOnlyWords("insecure-context");
  const note = document.createElement("div");
  render(
    <p class="needed" role="status">
      <strong>{what}</strong> {todo}
    </p>,
    note,
  );
  root.querySelector("main")?.before(note);
}
