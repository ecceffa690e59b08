/** What every screen of the desk works with. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Roots } from "../seal/manifest.ts";
import type { Transport } from "../sync/http-transport.ts";
import type { DeskHub } from "./desk-hub.ts";
import type { OfficerStore } from "./officer-record.ts";

export type DeskTools = {
  readonly transport: Transport;
  readonly hub: DeskHub;
  readonly store: OfficerStore;
  readonly roots: Roots;
  /** The officer's screen language. */
  readonly language: string;
  readonly now: () => Date;
};

export const DeskContext = createContext<DeskTools | null>(null);

export function useDesk(): DeskTools {
  const tools = useContext(DeskContext);
  if (!tools) throw new Error("a screen of the desk stands outside its DeskContext");
  return tools;
}
