/** Public halves of the roots, compiled in. */
declare const __ROOTS__: import("../seal/manifest.ts").Roots;

interface Window {
  /** W3C Trusted Types; Chromium has them, others do not yet. */
  readonly trustedTypes?: import("./trusted-types.ts").TrustedTypes;
}
