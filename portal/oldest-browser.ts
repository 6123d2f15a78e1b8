function give(owner: object, name: string, value: unknown): void {
  if (!(name in owner)) Object.defineProperty(owner, name, { value, writable: true, configurable: true });
}

/**
 * Methods that the code of the verifier and of screens uses and Chromium 109, the oldest browser that the portal serves, does
 * not have. Vite makes the syntax fit; methods it leaves as they are.
 */
export function giveMissingMethods(): void {
  give(Array.prototype, 'toSorted', function toSorted<T>(this: readonly T[], order?: (a: T, b: T) => number) {
    return [...this].sort(order);
  });
  give(Array.prototype, 'toReversed', function toReversed<T>(this: readonly T[]) {
    return Array.from(this, (_, at) => this[this.length - 1 - at]);
  });
  give(Map, 'groupBy', <K, T>(items: Iterable<T>, keyOf: (item: T, index: number) => K): Map<K, T[]> => {
    const groups = new Map<K, T[]>();
    let index = 0;
    for (const item of items) {
      const key = keyOf(item, index++);
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
    return groups;
  });
}
