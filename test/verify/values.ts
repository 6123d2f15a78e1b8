import type { Random } from './random.ts';

/** A JSON Schema as far as the contracts' schemas use it. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly example?: unknown;
  readonly default?: unknown;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** What is known of the registry, to be named in requests. */
export interface Known {
  /** Identifiers and other words of answers, by the kind that stands before the first hyphen; `word` for the rest. */
  readonly words: ReadonlyMap<string, readonly string[]>;
}

export const knownWord = (random: Random, known: Known, kind: string): string =>
  random.pick(known.words.get(kind) ?? known.words.get('word') ?? ['x']);

const SURE_WORDS = ['ARE', 'USD', '035', '8205590000', '500111', '2026-03-17', 'CN', '1', '0', '22000.00'];

/** A value that mostly fits the schema. */
export function valueOf(random: Random, known: Known, schema: Schema, root: Schema = schema, depth = 0): unknown {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    const target = name === '#' ? root : root.$defs?.[name];
    return depth > 8 || !target ? null : valueOf(random, known, target, root, depth + 1);
  }
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return random.pick(schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return valueOf(random, known, random.pick(choices), root, depth + 1);
  if (schema.allOf) {
    const parts = schema.allOf.map((part) => valueOf(random, known, part, root, depth + 1));
    return Object.assign({}, ...parts);
  }
  const type = typeof schema.type === 'string' ? schema.type : random.pick(schema.type ?? ['string']);
  switch (type) {
    case 'object':
      return objectOf(random, known, schema, root, depth);
    case 'array': {
      const least = schema.minItems ?? 0;
      const length = Math.min(least + random.below(3), schema.maxItems ?? 3);
      return Array.from({ length }, (_, at) =>
        valueOf(random, known, schema.prefixItems?.[at] ?? schema.items ?? {}, root, depth + 1),
      );
    }
    case 'integer':
    case 'number':
      return numberOf(random, schema, type);
    case 'boolean':
      return random.oneIn(2);
    case 'null':
      return null;
    default:
      return textOf(random, known, schema);
  }
}

function objectOf(random: Random, known: Known, schema: Schema, root: Schema, depth: number) {
  const entries = Object.entries(schema.properties ?? {})
    .filter(([name]) => schema.required?.includes(name) || !random.oneIn(2))
    .map(([name, inner]) => [name, valueOf(random, known, inner, root, depth + 1)]);
  if (typeof schema.additionalProperties === 'object' && depth < 8) {
    for (let more = random.below(3); more > 0; more -= 1) {
      entries.push([
        knownWord(random, known, 'word'),
        valueOf(random, known, schema.additionalProperties, root, depth + 1),
      ]);
    }
  }
  return Object.fromEntries(entries);
}

function numberOf(random: Random, schema: Schema, type: string): number {
  const least = schema.minimum ?? schema.exclusiveMinimum ?? 0;
  const most = Math.min(schema.maximum ?? least + 1000, least + 10_000);
  const value = least + random.next() * (most - least);
  return type === 'integer' ? Math.round(value) : Number(value.toFixed(random.below(4)));
}

function textOf(random: Random, known: Known, { format, example, maxLength = 40 }: Schema): string {
  if (format === 'date') return `202${random.below(10)}-0${1 + random.below(9)}-1${random.below(10)}`;
  if (format === 'date-time') return `202${random.below(10)}-0${1 + random.below(9)}-11T0${random.below(10)}:00:00Z`;
  if (typeof example === 'string') {
    const kind = example.split('-')[0] ?? '';
    if (known.words.has(kind) && !random.oneIn(8)) return knownWord(random, known, kind);
    if (!random.oneIn(4)) return example;
  }
  if (random.oneIn(2)) return knownWord(random, known, 'word');
  return random.oneIn(2) ? random.pick(SURE_WORDS) : '龙水五金经营部'.slice(0, Math.max(1, Math.min(maxLength, 7)));
}

const DEEP = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}1${']'.repeat(levels)}`);

/** What people paste, programs err in and attackers try. */
const HOSTILE: readonly ((random: Random, known: Known) => unknown)[] = [
  () => null,
  () => '',
  () => [],
  () => ({}),
  () => true,
  () => -1,
  () => 0,
  () => 1e308,
  () => 5e-324,
  () => Number.MAX_SAFE_INTEGER + 2,
  () => 0.1 + 0.2,
  () => '\ud842',
  () => '甲\udfb7乙',
  () => '𠮷'.repeat(30),
  () => `${'甲'.repeat(39)}𠮷𠮷`,
  () => '\u0000',
  () => '\u202e\u200b\ufeff',
  () => 'x'.repeat(5000),
  () => '甲'.repeat(100_000),
  () => 'DST#500103#FILING#x',
  () => '#'.repeat(1100),
  () => '9999-12-31',
  () => '0000-00-00',
  () => '2026-02-30',
  () => '+275760-09-13T00:00:00.000Z',
  () => '9999-12-31T23:59:59.999+14:00',
  () => '1e400',
  () => '-0',
  () => '99999999999999999999.99',
  () => '０１２３',
  () => '=1+1',
  () => '<script>&amp;',
  () => '../../etc/passwd',
  () => '${jndi:x}',
  () => '{% $states %}',
  () => JSON.parse('{"__proto__":{"a":1},"constructor":{"prototype":1}}') as unknown,
  () => DEEP(31),
  () => DEEP(3000),
  () => Array.from({ length: 3000 }, (_, n) => n),
  () => Array.from({ length: 400 }, () => ({})),
  () => Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`k${n}`, n])),
  (random, known) => knownWord(random, known, random.pick([...known.words.keys()])),
  (random, known) => knownWord(random, known, 'entity').replace('500111', '500103'),
];

export const hostile = (random: Random, known: Known): unknown => random.pick(HOSTILE)(random, known);

/** The value with one thing changed somewhere within. */
export function changed(random: Random, known: Known, value: unknown): unknown {
  if (random.oneIn(4) || value === null || typeof value !== 'object') return changedHere(random, known, value);
  if (Array.isArray(value)) {
    if (value.length === 0) return [hostile(random, known)];
    const at = random.below(value.length);
    if (random.oneIn(5)) return [...value, value[at]];
    if (random.oneIn(8)) return value.toSpliced(at, 1);
    return value.with(at, changed(random, known, value[at]));
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return { [String(hostile(random, known)).slice(0, 50)]: 1 };
  const at = random.below(entries.length);
  const [name = '', inner] = entries[at] ?? [];
  if (random.oneIn(6)) return Object.fromEntries(entries.toSpliced(at, 1));
  if (random.oneIn(12))
    return { ...value, [random.pick(['extra', '__proto__', name.toUpperCase(), 'a\ud842', ''])]: inner };
  return { ...value, [name]: changed(random, known, inner) };
}

function changedHere(random: Random, known: Known, value: unknown): unknown {
  if (typeof value === 'number' && random.oneIn(2))
    return random.pick([-value, value * 1000, value + 0.000001, value / 3]);
  if (typeof value === 'string' && value !== '' && random.oneIn(2)) {
    const at = random.below(value.length);
    return random.pick([
      value.slice(0, at),
      `${value.slice(0, at)}\u3000${value.slice(at)}`,
      value.toLowerCase(),
      value.repeat(3),
      value.slice(0, at) + String.fromCharCode(random.below(0x10000)) + value.slice(at + 1),
    ]);
  }
  return hostile(random, known);
}
