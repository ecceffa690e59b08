/** The import table of the layout: which folder may import which. The compiler enforces it too; this names the rule broken. */
const within = (folder) => `^src/${folder}/`;
const mayImport = (folder, allowed) => ({
  name: `${folder}-imports-only-${allowed.join("-") || "itself"}`,
  severity: "error",
  from: { path: within(folder) },
  to: { path: "^(src|sw)/", pathNot: [folder, ...allowed].map(within) },
});

module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    {
      name: "core-imports-no-package",
      severity: "error",
      from: { path: within("core") },
      to: { path: "node_modules|^node:" },
    },
    {
      name: "seal-imports-only-hpke-jose-canonicalize",
      severity: "error",
      from: { path: within("seal") },
      to: { path: "node_modules", pathNot: "node_modules/(hpke|jose|canonicalize)/" },
    },
    mayImport("core", []),
    mayImport("seal", ["core"]),
    mayImport("device", ["core", "seal"]),
    mayImport("sync", ["core", "seal", "device"]),
    mayImport("ui", ["core"]),
    mayImport("app", ["core", "seal", "device", "sync", "ui", "desk"]),
    mayImport("desk", ["core", "seal", "device", "sync", "ui"]),
    mayImport("publish", ["core", "seal", "ui"]),
    mayImport("hub", ["core", "seal"]),
    mayImport("cli", ["core", "seal", "publish", "hub"]),
    {
      name: "sw-imports",
      severity: "error",
      from: { path: "^sw/" },
      to: { path: "^src/", pathNot: ["core", "seal", "device", "sync"].map(within) },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.base.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types"] },
  },
};
