/** A page that can die: after so many steps its calls never come back, before or after they took effect. */
export function mortal() {
  let stepsLeft = Number.POSITIVE_INFINITY;
  let die: () => void = () => undefined;
  const death = new Promise<"dead">((resolve) => {
    die = () => resolve("dead");
  });
  async function step(): Promise<void> {
    stepsLeft -= 1;
    if (stepsLeft >= 0) return;
    die();
    await new Promise(() => undefined);
  }
  return {
    death,
    dieAfter: (steps: number) => {
      stepsLeft = steps;
    },
    /** The same calls, each with a point of death before and after. */
    wrap: <T extends object>(target: T): T =>
      new Proxy(target, {
        get: (of, name, receiver) => {
          const call: unknown = Reflect.get(of, name, receiver);
          if (typeof call !== "function") return call;
          return async (...given: unknown[]) => {
            await step();
            const result: unknown = await call.apply(of, given);
            await step();
            return result;
          };
        },
      }),
  };
}
