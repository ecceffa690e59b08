/** Sources whose words are needed before the first screen is drawn; a test compares the list with what that screen imports. */
export const firstSources = [
  "src/app/app.tsx",
  "src/ui/components/consequences.tsx",
  "src/ui/components/frame.tsx",
  "src/ui/components/law-list.tsx",
  "src/ui/components/status-line.tsx",
  "src/ui/components/step-list.tsx",
  "src/ui/components/words.tsx",
  "src/ui/page-title.ts",
  "src/ui/reading-screen.tsx",
  "src/ui/screens/office-screens.tsx",
  "src/ui/screens/place-screen.tsx",
  "src/ui/screens/procedure-screen.tsx",
  "src/ui/screens/text-screens.tsx",
];
