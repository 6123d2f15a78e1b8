/**
 * What the text of a JSON value says of it before, or beside, `JSON.parse`; of text that is no JSON it says nothing true.
 */

const [QUOTE, COMMA, COLON, OPEN_LIST, BACKSLASH, OPEN_OBJECT] = [0x22, 0x2c, 0x3a, 0x5b, 0x5c, 0x7b] as const;

/** How much a JSON text holds. */
export interface JsonCounts {
  /** Objects, lists, and the members of both, the first of each apart. */
  readonly members: number;
  /** Names of members of objects. */
  readonly names: number;
}

/** Counts what stands outside strings, in one go over the bytes of a text of UTF-8: some milliseconds a megabyte. */
export function countsIn(bytes: Uint8Array): JsonCounts {
  let [members, names, isText] = [0, 0, false];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (isText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) isText = false;
    } else if (byte === QUOTE) isText = true;
    else if (byte === COMMA || byte === OPEN_LIST || byte === OPEN_OBJECT) members += 1;
    else if (byte === COLON) names += 1;
  }
  return { members, names };
}

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/gs;

/** An object or list that is open where the text is being read. */
interface Level {
  /** Undefined of a list. */
  readonly names: Set<string> | undefined;
  /** The member that is being read: its name, or its index. */
  member: string | number;
}

/**
 * The place of the first name that stands twice in one object, however it is escaped, as a JSON Pointer: readers differ in
 * which of its values they take (RFC 8259, 4).
 *
 * @param text of a JSON value
 */
export function repeatedNameIn(text: string): string | undefined {
  const open: Level[] = [];
  let last = '';
  for (const [token] of text.matchAll(TOKEN)) {
    const level = open.at(-1);
    if (token === '{') open.push({ names: new Set(), member: '' });
    else if (token === '[') open.push({ names: undefined, member: 0 });
    else if (token === '}' || token === ']') open.pop();
    else if (token === ',' && typeof level?.member === 'number') level.member += 1;
    else if (token === ':' && level) {
      level.member = JSON.parse(last) as string;
      if (level.names?.has(level.member)) return open.map(({ member }) => `/${pointerPart(String(member))}`).join('');
      level.names?.add(level.member);
    }
    last = token;
  }
  return undefined;
}

/** A name within a JSON Pointer (RFC 6901), in whole characters. */
export const pointerPart = (name: string): string => name.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1');
