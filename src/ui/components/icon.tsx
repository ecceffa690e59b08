/** One icon for one idea everywhere, always beside text. Drawn on a grid of 24, stroked. */
const paths: Readonly<Record<string, string>> = {
  paper: "M6 3h9l4 4v14H6zM14 3v5h5M9 13h7M9 17h7",
  office: "M4 21V9l8-5 8 5v12M9 21v-6h6v6M3 21h18",
  clock: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 7v5l3 3",
  coin: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M15 9c-4-3-7 0-6 3s3 5 6 3M7 11h5M7 14h5",
  person: "M12 4a4 4 0 1 0 0 8a4 4 0 0 0 0-8M4 21c0-4 4-6 8-6s8 2 8 6",
  arrow: "M5 12h14M13 6l6 6-6 6",
  shield: "M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6z",
  phone: "M6 3h4l2 5-3 2c1 3 2 4 5 5l2-3 5 2v4c-9 3-18-6-15-15z",
  home: "M4 11l8-7 8 7v10H4zM10 21v-6h4v6",
  heart: "M12 20C4 14 3 9 6 6s6 1 6 2c0-1 3-5 6-2s2 8-6 14z",
  work: "M3 8h18v12H3zM9 8V5h6v3M3 13h18",
  school: "M2 9l10-5 10 5-10 5zM6 12v5c3 3 9 3 12 0v-5",
  bank: "M3 9l9-5 9 5zM5 9v9M10 9v9M14 9v9M19 9v9M3 20h18",
  globe: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M3 12h18M12 3c4 5 4 13 0 18M12 3c-4 5-4 13 0 18",
  language: "M4 5h9M8 3v2M11 5c-1 4-4 7-7 8M6 8c1 2 3 4 6 5M12 21l4-10 4 10M14 17h5",
  family: "M8 4a3 3 0 1 0 0 6a3 3 0 0 0 0-6M16 6a3 3 0 1 0 0 6M2 20c0-4 3-7 6-7s6 3 6 7M15 14c3 0 6 2 6 6",
  health: "M9 3h6v6h6v6h-6v6H9v-6H3V9h6z",
  alert: "M12 3l10 18H2zM12 10v5M12 18v1",
  "id-card": "M3 5h18v14H3zM8 9a2 2 0 1 0 0 4a2 2 0 0 0 0-4M5 17c0-2 6-2 6 0M14 10h5M14 14h5",
  book: "M4 4h7v16H4zM13 4h7v16h-7z",
  question: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M9 9c1-3 6-2 6 1 0 2-3 2-3 4M12 17v1",
  message: "M3 4h18v13H9l-6 4z",
  check: "M4 13l5 5L20 6",
  camera: "M3 7h4l2-3h6l2 3h4v13H3zM12 10a3.5 3.5 0 1 0 0 7a3.5 3.5 0 0 0 0-7",
  search: "M10 4a6 6 0 1 0 0 12a6 6 0 0 0 0-12M15 15l6 6",
  download: "M12 3v12M7 10l5 5 5-5M4 20h16",
  trash: "M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14M10 11v6M14 11v6",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5",
  sound: "M4 9h4l5-4v14l-5-4H4zM16 9c2 2 2 4 0 6M19 6c4 4 4 8 0 12",
  scale: "M12 3v18M5 21h14M4 7h16M4 7l-2 7h5zM20 7l-2 7h5z",
};

export function Icon({ name }: { name: string }) {
  return (
    <svg class={name === "arrow" ? "icon arrow" : "icon"} viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name] ?? paths.paper} />
    </svg>
  );
}
