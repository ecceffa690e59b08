/** A text as a QR code: black on white whatever the theme, so that every scanner reads it. */
import { encode } from "uqr";

/** Runs of dark modules as one path, on a grid of one unit a module. */
export function pathOfModules(modules: readonly (readonly boolean[])[]): string {
  const runs: string[] = [];
  for (const [y, row] of modules.entries())
    for (let x = 0; x < row.length; x++) {
      if (row[x] !== true) continue;
      const start = x;
      while (row[x + 1] === true) x += 1;
      const length = x + 1 - start;
      runs.push(`M${start} ${y}h${length}v1h-${length}z`);
    }
  return runs.join("");
}

/** Level M survives a crease; the border of four modules is part of the standard (ISO/IEC 18004). */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  return (
    <svg class="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={pathOfModules(data)} fill="#000" />
    </svg>
  );
}
