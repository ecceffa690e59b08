/** The defences of docs/sync-spec.md and of hostile input, and how each is taken out in a copy of the source. */
export type Defence = {
  /** Rule or checklist id; the tests named after it must fail. */
  readonly id: string;
  readonly file: string;
  /** What the change takes out, in words. */
  readonly takes: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** Test files that are run. */
  readonly tests: readonly string[];
};

export const defences: readonly Defence[] = [
  {
    id: "S10.2",
    file: "src/core/parse.ts",
    takes: "carrying unknown fields",
    find: "    result[key] = entry;\n",
    replace: "",
    tests: ["tests/core/parse.test.ts"],
  },
  {
    id: "S1.5",
    file: "src/hub/tables/envelope-tables.ts",
    takes: "refusing other bytes under the same id",
    find: 'return kept.hash === hash ? null : { result: "refused", id, reason: "same-id-other-bytes" };',
    replace: "return null;",
    tests: ["tests/hub/push.test.ts"],
  },
  {
    id: "S1.8",
    file: "src/hub/catalogue.ts",
    takes: "knowing the form's versions",
    find: 'return versions?.includes(header.formVersion) ? null : "form-version-unknown";',
    replace: "return versions ? null : null;",
    tests: ["tests/hub/push.test.ts"],
  },
  {
    id: "S1.9",
    file: "src/hub/catalogue.ts",
    takes: "keeping practice and real apart",
    find: 'if (header.practice !== practice || place.practice !== practice) return "practice-mismatch";',
    replace: "",
    tests: ["tests/hub/push.test.ts"],
  },
  {
    id: "S2.1",
    file: "src/hub/tables/envelope-tables.ts",
    takes: "appending only at the flushed offset",
    find: 'if (offset !== flushed) return { result: "wrong-offset", offset: flushed };',
    replace: "",
    tests: ["tests/hub/push.test.ts"],
  },
  {
    id: "BAD-part-offset",
    file: "src/hub/tables/envelope-tables.ts",
    takes: "appending only at the flushed offset",
    find: 'if (offset !== flushed) return { result: "wrong-offset", offset: flushed };',
    replace: "",
    tests: ["tests/hub/push.test.ts"],
  },
  {
    id: "S2.2",
    file: "src/hub/tables/envelope-tables.ts",
    takes: "checking the hash of a whole part",
    find: "if (hashOfChunks(chunks.map((chunk) => chunk.bytes)) !== entry.hash) {",
    replace: "if (hashOfChunks([]) === entry.hash) {",
    tests: ["tests/hub/push.test.ts"],
  },
  {
    id: "S2.3",
    file: "src/hub/tables/envelope-tables.ts",
    takes: "waiting for every part",
    find: 'if (missing.length > 0) return { result: "partsMissing", id, parts: missing };',
    replace: "",
    tests: ["tests/hub/push.test.ts"],
  },
  {
    id: "S2.4",
    file: "src/hub/tables/envelope-tables.ts",
    takes: "giving the stored receipt again",
    find: 'if (row.receipt !== null) return { result: "received", id, receipt: row.receipt };',
    replace: "",
    tests: ["tests/hub/push.test.ts"],
  },
  {
    id: "S2.8",
    file: "src/hub/tables/store-context.ts",
    takes: "rounding the time to the hour",
    find: "`${now.toISOString().slice(0, 13)}:00:00.000Z`",
    replace: "now.toISOString()",
    tests: ["tests/hub/push.test.ts"],
  },
  {
    id: "S3.3",
    file: "src/hub/tables/case-tables.ts",
    takes: "the tombstone outside the database",
    find: "    tombstones.append(of);\n",
    replace: "",
    tests: ["tests/hub/durability.test.ts"],
  },
  {
    id: "S3.5",
    file: "src/hub/request-checks.ts",
    takes: "naming the epoch in every answer",
    find: "    context.header(headers.epoch, store.epoch);\n",
    replace: "",
    tests: ["tests/hub/push.test.ts"],
  },
  {
    id: "S8.4",
    file: "src/hub/tables/desk-tables.ts",
    takes: "taking only the next number",
    find: 'if (sealed.number !== (last?.number ?? 0) + 1) return "number-taken";',
    replace: "",
    tests: ["tests/hub/cases.test.ts"],
  },
  {
    id: "S8.7",
    file: "src/hub/tables/envelope-tables.ts",
    takes: "asking a message for a capability that opens the case",
    find: 'if (opened !== null && opened?.case_id !== header.case) return { result: "refused", id, reason: "case-unknown" };',
    replace: "",
    tests: ["tests/hub/cases.test.ts"],
  },
  {
    id: "S9.3",
    file: "src/hub/hub-app.ts",
    takes: "logging the pattern instead of the path",
    find: "route: routeOf(context)",
    replace: "route: context.req.path",
    tests: ["tests/hub/push.test.ts"],
  },
  {
    id: "S10.1",
    file: "src/hub/request-checks.ts",
    takes: "refusing too old a protocol",
    find: "if (!Number.isInteger(version) || version < oldestProtocolVersion)",
    replace: "if (version < -1)",
    tests: ["tests/hub/push.test.ts"],
  },
  {
    id: "BAD-origin",
    file: "src/hub/request-checks.ts",
    takes: "refusing a foreign Origin",
    find: "const isForeign = origin !== undefined && !origins.includes(origin);",
    replace: "const isForeign = false;",
    tests: ["tests/hub/push.test.ts"],
  },
  {
    id: "BAD-login",
    file: "src/seal/login.ts",
    takes: "asking for an open nonce",
    find: 'if (!(await check.consumeNonce(payload.nonce))) return { ok: false, reason: "nonce-used" };',
    replace: "",
    tests: ["tests/hub/cases.test.ts"],
  },
  {
    id: "BAD-envelope-size",
    file: "src/seal/envelope-frame.ts",
    takes: "the limit of an envelope's size",
    find: 'if (bytes.length > maxEnvelopeBytes) throw new SealError("too-large", `more than ${maxEnvelopeBytes} bytes`);',
    replace: "",
    tests: ["tests/hub/push.test.ts"],
  },
  {
    id: "BAD-pack",
    file: "src/seal/manifest.ts",
    takes: "checking a block's hash",
    find: "if (bytes.length === entry.bytes && (await hashOf(bytes)) === entry.hash) return { ok: true };",
    replace: "if (bytes.length === entry.bytes || (await hashOf(bytes)) === entry.hash) return { ok: true };",
    tests: ["tests/seal/manifest.test.ts"],
  },
  {
    id: "BAD-workbook",
    file: "src/publish/xlsform/read-xlsx.ts",
    takes: "the limit of what a workbook unpacks to",
    find: "if (originalSize > maxEntryBytes || total > maxTotalBytes || entries > maxEntries) throw tooLarge();",
    replace: "",
    tests: ["tests/publish/xlsform/compile-workbook.test.ts"],
  },
  {
    id: "BAD-columns",
    file: "src/publish/xlsform/compile-workbook.ts",
    takes: "refusing cycles",
    find: "if (cycle) {",
    replace: "if (cycle && false) {",
    tests: ["tests/publish/xlsform/compile-workbook.test.ts"],
  },
];
