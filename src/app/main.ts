/** Where the browser begins. */
import { parseAddress } from "../core/address.ts";
import { takeSlipFromAddress } from "../ui/claim-fragment.ts";
import { startApp } from "./start-app.tsx";

const address = parseAddress(location.pathname);
// A secret must not stand in the address for a moment longer than it takes to read it.
if (address.kind === "own" && address.screen === "claim") takeSlipFromAddress();
const root = document.getElementById("app");
if (root) void (isSecureContext ? startApp(root) : import("./tell-insecure.tsx").then((it) => it.tellInsecure(root)));
