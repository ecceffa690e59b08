/** A real photo for the tests: a JPEG as large as a telephone's, to which a test adds where it was taken. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { chromiumFlags, findChromium } from "./browsers.ts";
import { withPlaceTaken } from "./exif.ts";

const plainFile = join(import.meta.dirname, "../../.build/e2e/photo.jpg");
export const photoWidth = 3_000;

/** A browser is the encoder: no library is needed. */
export async function writePlainPhoto(): Promise<void> {
  const { executablePath } = await findChromium();
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });
  try {
    const page = await browser.newPage();
    const address = await page.evaluate((width) => {
      const canvas = document.createElement("canvas");
      canvas.width = width;
      canvas.height = width * 0.75;
      const pen = canvas.getContext("2d");
      if (!pen) throw new Error("no canvas");
      for (let x = 0; x < width; x += 50) {
        pen.fillStyle = `hsl(${x % 360} 60% 60%)`;
        pen.fillRect(x, (x * 7) % 1_500, 400, 300);
      }
      return canvas.toDataURL("image/jpeg", 0.9);
    }, photoWidth);
    writeFileSync(plainFile, Buffer.from(address.slice(address.indexOf(",") + 1), "base64"));
  } finally {
    await browser.close();
  }
}

/** The photo as a telephone makes it, with EXIF and GPS, written to `file`. */
export function writePhoto({ file, description }: { file: string; description: string }): void {
  writeFileSync(file, withPlaceTaken(readFileSync(plainFile), { description }));
}
