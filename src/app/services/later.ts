/**
 * A service whose calls wait until it is loaded; what it shows at once (its signals) is given. For services whose methods all answer
 * with promises.
 */
export function later<T extends object>(loaded: () => Promise<T>, shown: Partial<T>): T {
  const facade = new Proxy(shown, {
    get: (target, name) => {
      // A service is no promise, though everything may be asked whether it is one.
      if (name === "then" || Reflect.has(target, name)) return Reflect.get(target, name);
      return async (...given: readonly unknown[]): Promise<unknown> => {
        const service = await loaded();
        const method: unknown = Reflect.get(service, name);
        if (typeof method !== "function") throw new TypeError(`${String(name)} is no method of the service`);
        return method(...given);
      };
    },
  });
  // Whatever the service has is either shown or waited for.
  return facade as T;
}
