/** The one Trusted Types policy of the app: it admits the constant address of the service worker and nothing else. */

const policyName = "passerelle";
const workerAddress = "/sw.js";

/** The part of `window.trustedTypes` that is used; Firefox and Safari of today lack it. */
export type TrustedTypes = {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: (address: string) => string },
  ) => { readonly createScriptURL: (address: string) => string };
};

/** Says no to every address but the worker's. @throws TypeError */
export function admitWorkerAddress(address: string): string {
  if (address !== workerAddress) throw new TypeError(`${address} is no address of a worker of ours`);
  return address;
}

/**
 * Address of the service worker as the browser wants it. Where Trusted Types exist it is an object that only this policy makes; it
 * is typed as the string that it stands for, since the compiler's library does not know it.
 */
export function trustedWorkerAddress(types: TrustedTypes | undefined): string {
  if (!types) return admitWorkerAddress(workerAddress);
  return types.createPolicy(policyName, { createScriptURL: admitWorkerAddress }).createScriptURL(workerAddress);
}
