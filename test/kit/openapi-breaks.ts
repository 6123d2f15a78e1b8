/**
 * What of an OpenAPI document a client of an earlier release would miss or be refused. Only additions pass: a route, a field
 * of an answer, an optional field of a request, a further value of an enumeration, a wider limit.
 */

type Node = Readonly<Record<string, any>>;

/** One break: where, and what of it. The text is its name in the list of those that were decided. */
export type Break = string;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Whether a schema says what a client sends or what it is answered: what may grow in one may not in the other. */
type Direction = 'asked' | 'answered';

/** @throws Error at a keyword of JSON Schema that it does not know: it would say nothing of what changes there */
export function openApiBreaks(before: Node, now: Node): Break[] {
  const schemas = comparison(before, now);
  return [
    ...operationsOf(before).flatMap(([place, path, method, operation]) => {
      const after = now['paths']?.[path]?.[method] as Node | undefined;
      return after ? operationBreaks(place, operation, after, schemas) : [`${place}: is gone`];
    }),
    ...statusBreaks(before, now),
  ];
}

function operationsOf(document: Node): [place: string, path: string, method: string, operation: Node][] {
  return Object.entries(document['paths'] as Record<string, Node>).flatMap(([path, item]) =>
    METHODS.filter((method) => method in item).map(
      (method) =>
        [`${method.toUpperCase()} ${path}`, path, method, item[method] as Node] as [string, string, string, Node],
    ),
  );
}

type Schemas = ReturnType<typeof comparison>;

function operationBreaks(place: string, before: Node, now: Node, schemas: Schemas): Break[] {
  const name = before['operationId'] === now['operationId'] ? [] : [`${place}: operationId has changed`];
  const isOpen = ({ security }: Node): boolean => (security as unknown[]).length === 0;
  const open = isOpen(before) && !isOpen(now) ? [`${place}: needs a token`] : [];
  const roles = missing(before['x-roles'], now['x-roles']).map((role) => `${place}: ${role} may no longer call`);
  return [
    ...name,
    ...open,
    ...roles,
    ...parameterBreaks(place, before, now, schemas),
    ...bodyBreaks(place, before, now, schemas),
    ...answerBreaks(place, before, now, schemas),
  ];
}

function parameterBreaks(place: string, before: Node, now: Node, schemas: Schemas): Break[] {
  const named = (operation: Node) =>
    new Map(((operation['parameters'] ?? []) as Node[]).map((one) => [`${one['in']} ${one['name']}`, one] as const));
  const [earlier, present] = [named(before), named(now)];
  const needed = [...present].filter(
    ([name, one]) => one['required'] === true && earlier.get(name)?.['required'] !== true,
  );
  return [
    ...[...earlier].flatMap(([name, one]) => {
      const after = present.get(name);
      return after
        ? schemas.compare(`${place} ${name}`, 'asked', one['schema'], after['schema'])
        : [`${place} ${name}: is gone`];
    }),
    ...needed.map(([name]) => `${place} ${name}: is required`),
  ];
}

function bodyBreaks(place: string, before: Node, now: Node, schemas: Schemas): Break[] {
  const [earlier, present] = [before['requestBody'], now['requestBody']] as (Node | undefined)[];
  if (!earlier) return present?.['required'] ? [`${place} body: is required`] : [];
  return contentBreaks(`${place} body`, 'asked', earlier['content'], present?.['content'] ?? {}, schemas);
}

/** Of refusals only the codes and their statuses count (`statusBreaks`); their form is one schema. */
function answerBreaks(place: string, before: Node, now: Node, schemas: Schemas): Break[] {
  return Object.entries(before['responses'] as Record<string, Node>).flatMap(([status, response]) => {
    const after = now['responses'][status] as Node | undefined;
    if (after)
      return contentBreaks(`${place} ${status}`, 'answered', response['content'], after['content'] ?? {}, schemas);
    return status.startsWith('2') ? [`${place} ${status}: is gone`] : [];
  });
}

const contentBreaks = (place: string, direction: Direction, before: Node, now: Node, schemas: Schemas): Break[] =>
  Object.entries(before).flatMap(([type, { schema }]) => {
    if (!(type in now)) return [`${place} ${type}: is gone`];
    return schema === undefined ? [] : schemas.compare(place, direction, schema, now[type]['schema'] ?? {});
  });

/** A code keeps its status, whichever route answers it. */
function statusBreaks(before: Node, now: Node): Break[] {
  const statuses = (document: Node) =>
    new Map(
      operationsOf(document).flatMap(([, , , { responses }]) =>
        Object.entries(responses as Record<string, Node>).flatMap(([status, { content }]) =>
          Object.keys(content?.['application/problem+json']?.examples ?? {}).map((code) => [code, status] as const),
        ),
      ),
    );
  const present = statuses(now);
  return [...statuses(before)].flatMap(([code, status]) => {
    const after = present.get(code);
    return after === undefined || after === status ? [] : [`problem ${code}: has status ${after}, not ${status}`];
  });
}

const missing = (before: readonly string[] = [], now: readonly string[] = []): string[] =>
  before.filter((one) => !now.includes(one));

/** Keywords that ask something of a value. */
const ASKING = new Set(
  (
    'type enum const properties required additionalProperties propertyNames items anyOf oneOf allOf format pattern ' +
    'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength minItems maxItems uniqueItems'
  ).split(' '),
);

/** Those, and the ones that say what is taken where there is nothing, or only describe. */
const KNOWN = new Set([
  ...ASKING,
  ...(
    'default discriminator title description example examples deprecated readOnly writeOnly contentEncoding ' +
    'contentMediaType'
  ).split(' '),
]);

const LEAST = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'];
const MOST = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'];

function comparison(documentBefore: Node, documentNow: Node) {
  /** A schema with what it refers to, and what stands beside the reference. */
  const resolved = ({ $ref: reference, ...beside }: Node, document: Node): Node => {
    for (const key of Object.keys(beside)) {
      if (!KNOWN.has(key) && !key.startsWith('x-')) throw new Error(`the comparison does not know the keyword ${key}`);
    }
    if (reference === undefined) return beside;
    const target = (reference as string)
      .slice(2)
      .split('/')
      .reduce<Node | undefined>((node, key) => node?.[key], document);
    if (!target) throw new Error(`${reference} refers to nothing`);
    const whole = resolved(target, document);
    // What both ask is asked twice; the comparison knows of no such schema, and must not pass over one.
    const twice = Object.keys(beside).filter((key) => ASKING.has(key) && key in whole);
    if (twice.length > 0) throw new Error(`the comparison does not know ${twice.join(', ')} beside ${reference}`);
    return { ...whole, ...beside };
  };
  /** Pairs of references in hand: a schema may contain itself. */
  const inHand = new Set<string>();

  const compare = (place: string, direction: Direction, given: Node, present: Node): Break[] => {
    const pair = `${direction} ${given['$ref']} ${present['$ref']}`;
    if (given['$ref'] === undefined) return compareResolved(place, direction, given, present);
    if (inHand.has(pair)) return [];
    inHand.add(pair);
    try {
      return compareResolved(place, direction, given, present);
    } finally {
      inHand.delete(pair);
    }
  };

  const compareResolved = (place: string, direction: Direction, given: Node, present: Node): Break[] => {
    const [before, now] = [resolved(given, documentBefore), resolved(present, documentNow)];
    if (variants(before) || variants(now)) return unionBreaks(place, direction, before, now);
    return [
      ...(before['allOf'] ?? []).flatMap((part: Node, at: number) =>
        compare(place, direction, part, now['allOf']?.[at] ?? {}),
      ),
      ...valueBreaks(place, direction, before, now),
      ...(direction === 'asked' ? limitBreaks(place, before, now) : []),
      ...objectBreaks(place, direction, before, now),
      ...partBreaks(place, direction, before, now),
    ];
  };

  /** Each earlier variant is still one. A value that had one form in an answer has no second. */
  const unionBreaks = (place: string, direction: Direction, before: Node, now: Node): Break[] => {
    const present = variants(now) ?? [now];
    if (!variants(before) && direction === 'answered') return [`${place}: may be something else`];
    return (variants(before) ?? [before]).flatMap((variant) => {
      const tried = present.map((one) => compare(place, direction, variant, one));
      return tried.reduce((best, one) => (one.length < best.length ? one : best), tried[0] ?? [`${place}: is gone`]);
    });
  };

  const objectBreaks = (place: string, direction: Direction, before: Node, now: Node): Break[] => {
    const [earlier, present] = [before['properties'] ?? {}, now['properties'] ?? {}] as Record<string, Node>[];
    const needed =
      direction === 'asked'
        ? missing(now['required'], before['required']).map((name) => `${place}.${name}: is required`)
        : missing(before['required'], now['required'])
            .filter((name) => name in (present ?? {}))
            .map((name) => `${place}.${name}: may be absent`);
    const fields = Object.entries(earlier ?? {}).flatMap(([name, field]) => {
      const after = present?.[name];
      return after ? compare(`${place}.${name}`, direction, field, after) : [`${place}.${name}: is gone`];
    });
    return [...fields, ...needed];
  };

  const partBreaks = (place: string, direction: Direction, before: Node, now: Node): Break[] =>
    (['items', 'additionalProperties', 'propertyNames'] as const).flatMap((part) => {
      if (typeof before[part] !== 'object') return [];
      if (typeof now[part] !== 'object')
        return now[part] === true || now[part] === undefined ? [] : [`${place}: ${part} are gone`];
      return compare(`${place}[]`, direction, before[part], now[part]);
    });

  return { compare };
}

const variants = (schema: Node): Node[] | undefined => schema['anyOf'] ?? schema['oneOf'];

const valuesOf = (schema: Node): unknown[] | undefined => ('const' in schema ? [schema['const']] : schema['enum']);

const typesOf = (schema: Node): string[] | undefined => {
  const { type } = schema as { type?: string | string[] };
  return type === undefined ? undefined : [type].flat();
};

function valueBreaks(place: string, direction: Direction, before: Node, now: Node): Break[] {
  const [narrow, wide] = direction === 'asked' ? [before, now] : [now, before];
  const taken = typesOf(wide);
  const types = taken && (typesOf(narrow) ?? ['anything']).filter((type) => !takes(taken, type));
  const [earlier, present] = [valuesOf(before), valuesOf(now)];
  const values = (earlier ?? []).filter((value) => present && !present.includes(value));
  const formats = ['format', 'pattern'].filter((key) => wide[key] !== undefined && wide[key] !== narrow[key]);
  return [
    ...(types && types.length > 0
      ? [`${place}: is of type ${typesOf(now)?.join(' or ') ?? 'any'}, not ${typesOf(before)?.join(' or ') ?? 'any'}`]
      : []),
    ...values.map((value) => `${place}: ${JSON.stringify(value)} is gone`),
    ...(valuesOf(wide) && !valuesOf(narrow)
      ? [`${place}: ${direction === 'asked' ? 'takes' : 'had'} certain values only`]
      : []),
    ...formats.map((key) => `${place}: ${key} has changed`),
  ];
}

const takes = (types: readonly string[], type: string): boolean =>
  types.includes(type) || (type === 'integer' && types.includes('number'));

function limitBreaks(place: string, before: Node, now: Node): Break[] {
  const least = LEAST.filter((key) => now[key] !== undefined && !(before[key] >= now[key]));
  const most = MOST.filter((key) => now[key] !== undefined && !(before[key] <= now[key]));
  const others = ['multipleOf', 'uniqueItems'].filter((key) => now[key] !== undefined && now[key] !== before[key]);
  const changed =
    'default' in before && JSON.stringify(before['default']) !== JSON.stringify(now['default']) ? ['default'] : [];
  return [...least, ...most, ...others, ...changed].map(
    (key) => `${place}: ${key} is ${JSON.stringify(now[key])}, not ${JSON.stringify(before[key])}`,
  );
}
