/** What every request and answer carries, apart from the parsers, so that the first script of a page stays small. */

export const protocolVersion = 1;
/** Hubs accept this version and the two before it. */
export const oldestProtocolVersion = 1;

/** Headers of every request of ours and every answer of a hub. An answer without them is not ours (a captive portal). */
export const headers = {
  protocol: "Passerelle-Protocol",
  epoch: "Passerelle-Epoch",
  uploadOffset: "Upload-Offset",
} as const;
