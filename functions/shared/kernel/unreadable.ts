/**
 * What stands in a request in place of a field whose shape is wrong while the other fields are judged: nobody knows what was
 * meant. A rule that looks at it has nothing to say (`asRule`); what only carries it along finds an empty text.
 */

/** Thrown by a rule's look at it; `asRule` takes it. */
class Unreadable extends Error {}

let rules = 0;

/** Gives it, where a rule does not look at it: its getter, so that even a comparison is a look. */
export const unreadable = (): unknown => {
  if (rules > 0) throw new Unreadable();
  return UNREADABLE;
};

export const UNREADABLE: unknown = new Proxy(
  // Not frozen: what a frozen one is called and how long it is could be answered by itself alone.
  () => {},
  {
    set: () => false,
    apply: unreadable,
    has: () => unreadable() === undefined,
    get: (_target, name) => {
      unreadable();
      if (name === Symbol.toPrimitive) return () => '';
      if (name === Symbol.iterator) return () => [][Symbol.iterator]();
      // No promise: it may be what an operation waits for.
      return name === 'then' ? undefined : UNREADABLE;
    },
  },
);

/** A record with other fields beside or in place of its own, of which none is looked at: they may be unreadable. */
export const withFields = <Known extends object, R extends Known = Known>(record: R, fields: Partial<Known>): R =>
  Object.defineProperties({} as R, {
    ...Object.getOwnPropertyDescriptors(record),
    ...Object.getOwnPropertyDescriptors(fields),
  });

/** A rule that finds nothing where it would have to read what cannot be read. */
export const asRule =
  <Given extends unknown[], Found>(judge: (...given: Given) => Found[]) =>
  (...given: Given): Found[] => {
    rules += 1;
    try {
      return judge(...given);
    } catch (error) {
      if (error instanceof Unreadable) return [];
      throw error;
    } finally {
      rules -= 1;
    }
  };
