/** Screens that are loaded when somebody goes there; each is a chunk of its own. */
import type { ComponentType } from "preact";
import type { OwnScreen } from "../core/address.ts";

export const loadOwnScreen: Readonly<Record<OwnScreen, () => Promise<ComponentType>>> = {
  search: async () => (await import("../ui/screens/search-screen.tsx")).SearchScreen,
  mine: async () => (await import("../ui/screens/mine-screen.tsx")).MineScreen,
  settings: async () => (await import("../ui/screens/settings-screen.tsx")).SettingsScreen,
  claim: async () => (await import("../ui/screens/claim-screen.tsx")).ClaimScreen,
  receipt: async () => (await import("../ui/screens/receipt-screen.tsx")).ReceiptScreen,
  about: async () => (await import("../ui/screens/about-screen.tsx")).AboutScreen,
};
export const loadFormScreen = async () => (await import("../ui/screens/form-screen.tsx")).FormScreen;
export const loadLiveStatus = async () => (await import("../ui/components/status/live-status.tsx")).LiveStatus;
export const loadHomeParts = async () => (await import("../ui/components/home-parts.tsx")).HomeParts;
export const loadDesk = async () => (await import("../desk/desk-app.tsx")).DeskApp;
export const loadMissingScreen = async () => (await import("../ui/screens/missing-screen.tsx")).MissingScreen;
