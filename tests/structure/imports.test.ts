import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const cruise = (folder: string) =>
  spawnSync(
    process.execPath,
    [
      join(root, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs"),
      "--config",
      join(root, ".dependency-cruiser.cjs"),
      "src",
      "sw",
    ],
    { cwd: folder, encoding: "utf8" },
  );

test("[LOOP-1] no import is circular or crosses the table of the layout", () => {
  const { status, stdout, stderr } = cruise(root);
  expect(`${stdout}${stderr}`).toContain("no dependency violations found");
  expect(status).toBe(0);
});

test("[LOOP-1] a planted import from core to the hub is named", () => {
  const copy = mkdtempSync(join(tmpdir(), "passerelle-imports-"));
  try {
    for (const name of ["src", "sw", "tsconfig.base.json"])
      cpSync(join(root, name), join(copy, name), { recursive: true });
    writeFileSync(join(copy, "src/hub/planted.ts"), "export const planted = true;\n");
    writeFileSync(
      join(copy, "src/core/planted.ts"),
      'import { planted } from "../hub/planted.ts";\nexport const again = planted;\n',
    );
    const { status, stdout } = cruise(copy);
    expect(status).not.toBe(0);
    expect(stdout).toContain("core-imports-only-itself");
  } finally {
    rmSync(copy, { recursive: true });
  }
});
