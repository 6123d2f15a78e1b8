/** A method of an owner, as the standard has it. */
export interface Given {
  readonly owner: object;
  readonly name: string;
  readonly method: (...args: never[]) => unknown;
}

/**
 * Methods that the built page calls and Chromium 109, the oldest browser that the portal serves, does not have. Vite makes
 * the syntax fit; methods it leaves as they are. A test holds the list to what was built.
 */
export const GIVEN: readonly Given[] = [
  {
    owner: Array.prototype,
    name: 'toSorted',
    method: function toSorted<T>(this: readonly T[], order?: (a: T, b: T) => number) {
      return [...this].sort(order);
    },
  },
  {
    owner: Array.prototype,
    name: 'toReversed',
    method: function toReversed<T>(this: readonly T[]) {
      return Array.from(this, (_, at) => this[this.length - 1 - at]);
    },
  },
  {
    owner: Map,
    name: 'groupBy',
    method: <K, T>(items: Iterable<T>, keyOf: (item: T, index: number) => K): Map<K, T[]> => {
      const groups = new Map<K, T[]>();
      let index = 0;
      for (const item of items) {
        const key = keyOf(item, index++);
        const group = groups.get(key);
        if (group) group.push(item);
        else groups.set(key, [item]);
      }
      return groups;
    },
  },
  {
    owner: Promise,
    name: 'withResolvers',
    method: <T>() => {
      let resolve: PromiseWithResolvers<T>['resolve'] = () => {};
      let reject: PromiseWithResolvers<T>['reject'] = () => {};
      const promise = new Promise<T>((fulfil, refuse) => {
        resolve = fulfil;
        reject = refuse;
      });
      return { promise, resolve, reject };
    },
  },
];

export function giveMissingMethods(): void {
  for (const { owner, name, method } of GIVEN) {
    if (!(name in owner)) Object.defineProperty(owner, name, { value: method, writable: true, configurable: true });
  }
}
