import { z } from 'zod';
import type { Caller, Role } from '../../functions/shared/auth/caller.ts';
import type { Endpoint } from '../../functions/shared/http/contract.ts';
import { CITY } from '../../functions/shared/kernel/identifier.ts';
import type { Route } from '../../infra/manifest.ts';
import { merchantSample } from '../functions/filing/samples.ts';
import type { Random } from './random.ts';
import { changed, hostile, type Known, knownWord, type Schema, valueOf } from './values.ts';

/** A request as it goes to a function. */
export interface Sent {
  readonly route: Route;
  readonly caller: Caller | null;
  readonly params: Record<string, string>;
  readonly query: Record<string, string>;
  readonly headers: Record<string, string>;
  readonly body: Buffer | undefined;
}

/** A request that was once taken, or would be, to be sent again or changed. */
export interface Taken {
  readonly method: string;
  readonly path: string;
  readonly params: Record<string, string>;
  readonly headers: Record<string, string>;
  readonly body: Buffer | undefined;
  /** Who sent it. */
  readonly caller: Caller;
}

export interface Sources {
  readonly known: Known;
  readonly cursors: readonly string[];
  /** Bodies that were taken, by method and path of their route. */
  readonly taken: ReadonlyMap<string, readonly Taken[]>;
  readonly keys: readonly string[];
  /** The latest version of each record that was read, by its path. */
  readonly etags: ReadonlyMap<string, string>;
}

const schemas = new Map<z.ZodType, Schema>();

const schemaOf = (schema: z.ZodType): Schema => {
  const known = schemas.get(schema);
  if (known) return known;
  const made = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
  schemas.set(schema, made);
  return made;
};

export const pathOf = ({ path }: Endpoint, params: Record<string, string>): string =>
  path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => params[name] ?? '');

export const routeName = ({ endpoint }: Route): string => `${endpoint.method} ${endpoint.path}`;

/** One request of a route: mostly right, then changed in none to three places. */
export function requestOf(random: Random, route: Route, sources: Sources): Sent {
  const { endpoint } = route;
  const { known } = sources;
  const headers: Record<string, string> = {};
  const params = Object.fromEntries(
    [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, parameter(random, known, endpoint, name)]),
  );
  if (endpoint.method === 'POST' && !random.oneIn(40)) {
    headers['Idempotency-Key'] = random.oneIn(15)
      ? random.pick([...sources.keys, '', 'x'.repeat(256), '键', 'a b'])
      : `key-${random.below(2 ** 31)}`;
  }
  if (random.oneIn(6)) {
    headers['Accept'] = random.pick([
      'text/html',
      'text/csv',
      '*/*',
      'application/json;q=0',
      'x',
      '',
      ',;q=',
      'text/*',
    ]);
  }
  if (random.oneIn(6))
    headers['Accept-Warnings'] = random.pick([knownWord(random, known, 'word'), ',,,', 'x@/y'.repeat(500)]);
  if (random.oneIn(20)) headers['X-Correlation-Id'] = random.pick(['abc', '\u0000', 'x'.repeat(3000)]);
  if (random.oneIn(20)) Object.assign(headers, { Host: 'x'.repeat(3000), 'X-Forwarded-Proto': 'y'.repeat(3000) });
  const samples = sources.taken.get(routeName(route)) ?? [];
  const sample = samples.length > 0 && !random.oneIn(3) ? random.pick(samples) : undefined;
  // The record it was taken for, or another in another state.
  const sameRecord = sample !== undefined && random.oneIn(2);
  if (sameRecord) Object.assign(params, sample.params);
  const content = contentOf(random, endpoint, known, sample);
  const isVersioned = endpoint.ifMatch === 'OPTIONAL' ? random.oneIn(2) : endpoint.ifMatch === true;
  if (isVersioned) headers['If-Match'] = versionOf(random, sources, endpoint, params);
  return {
    route,
    caller: sameRecord && !random.oneIn(4) ? sample.caller : callerOf(random, known, endpoint),
    params,
    query: queryOf(random, endpoint, sources),
    headers: { ...headers, ...(content && { 'Content-Type': content.type }) },
    body: content?.bytes,
  };
}

/** The latest request of a route that was taken, or would be, as it stands; undefined where there is none. */
export function asTaken(route: Route, sources: Sources): Sent | undefined {
  const name = routeName(route);
  const sample = sources.taken.get(name)?.at(-1);
  if (!sample) return undefined;
  const { params, body, caller } = sample;
  const version = sources.etags.get(recordOf(route.endpoint, params)) ?? '"1"';
  const headers = {
    'Content-Type': sample.headers['Content-Type'] ?? 'application/json',
    'Idempotency-Key': `as-taken-${name.replaceAll(/\W+/g, '-')}`,
    ...(route.endpoint.ifMatch === true && { 'If-Match': version }),
  };
  return { route, caller, params, query: {}, headers, body };
}

/** The path of the record that a request is about. */
const recordOf = (endpoint: Endpoint, params: Record<string, string>): string =>
  /^\/v1\/[^/]+\/[^/]+/.exec(pathOf(endpoint, params))?.[0] ?? '';

/** The version of the record that the path begins with, where it is known, or some version. */
function versionOf(random: Random, { etags }: Sources, endpoint: Endpoint, params: Record<string, string>): string {
  const known = etags.get(recordOf(endpoint, params));
  if (known !== undefined && random.oneIn(2)) return known;
  return random.pick(['"1"', '"2"', '"3"', '"4"', '*', '"99999999999999999999"', 'W/"1"']);
}

const MARKET = merchantSample(1).entity.marketId;

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/assignments/, 'assignment'],
  [/market-claims/, 'filing'],
  [/admissions/, 'admission'],
  [/personal-requests/, 'personalrequest'],
  [/notice-deliveries/, 'word'],
  [/dead-letters/, 'word'],
  [/filing-batches/, 'filingbatch'],
  [/filings/, 'filing'],
  [/entities/, 'entity'],
  [/goods/, 'goods'],
  [/agreements/, 'agreement'],
  [/documents/, 'document'],
  [/imports/, 'import'],
  [/trades/, 'trade'],
  [/trade-offers/, 'tradeoffer'],
  [/consolidations/, 'consolidation'],
  [/credit-events/, 'creditevent'],
  [/credit-runs/, 'creditrun'],
  [/certificates/, 'certificate'],
  [/webhooks/, 'webhook'],
  // Of a form of its own, learnt as a word is.
  [/webhook-deliveries/, 'word'],
];

function parameter(random: Random, known: Known, { path }: Endpoint, name: string): string {
  if (random.oneIn(15)) return String(hostile(random, known)).slice(0, 3000) || 'x';
  if (name === 'kind') return random.pick(['merchant', 'goods', 'trade-lines', 'x']);
  if (name === 'districtId') return random.pick(['500111', '500107', 'x']);
  if (name === 'id' && path.includes('/markets/')) return random.pick([MARKET, knownWord(random, known, 'word')]);
  if (name === 'list') return random.pick(['rates', 'units', 'blocked-parties', knownWord(random, known, 'word')]);
  if (name === 'version' && path.includes('/reference/')) return random.pick(['1', '2', '3', '0', 'x']);
  if (name === 'version') return random.pick(['2026-1', '2026-2', knownWord(random, known, 'word')]);
  if (name === 'start')
    return knownWord(random, known, random.pick(['trade', 'consolidation', 'goods', 'entity', 'word']));
  const [, kind] = KINDS.find(([pattern]) => pattern.test(path)) ?? [];
  if (name === 'id' && kind === undefined) throw new Error(`say of which kind {id} of ${path} is, in KINDS`);
  return knownWord(random, known, kind ?? 'word');
}

function callerOf(random: Random, known: Known, { roles }: Endpoint): Caller | null {
  if (random.oneIn(60)) return null;
  const role: Role =
    roles.length > 0 && !random.oneIn(12) ? random.pick(roles) : random.pick(['clerk', 'agency', 'agent']);
  const districtId = role === 'operator' ? CITY : random.oneIn(10) ? '500103' : '500111';
  const sub = random.oneIn(10) ? '审核员𠮷' : `verify-${role}`;
  const isParty = role === 'merchant' || role === 'agent';
  return {
    sub,
    role,
    districtId,
    ...(isParty && !random.oneIn(8) && { entityId: knownWord(random, known, 'entity') }),
  };
}

function queryOf(random: Random, endpoint: Endpoint, { known, cursors }: Sources): Record<string, string> {
  if (!endpoint.query) return random.oneIn(30) ? { unknown: '1' } : {};
  const schema = schemaOf(endpoint.query);
  const query = Object.fromEntries(
    Object.entries(valueOf(random, known, schema) as Record<string, unknown>)
      .filter(([name]) => schema.required?.includes(name) || random.oneIn(2))
      .map(([name, value]) => [name, String(value)]),
  );
  if ('cursor' in (schema.properties ?? {})) {
    delete query['cursor'];
    if (random.oneIn(3) && cursors.length > 0) query['cursor'] = cursorOf(random, known, random.pick(cursors));
  }
  const names = Object.keys(query);
  if (random.oneIn(5) && names.length > 0) query[random.pick(names)] = String(hostile(random, known)).slice(0, 3000);
  return query;
}

/** A cursor as it was given, or with something within it changed. */
function cursorOf(random: Random, known: Known, cursor: string): string {
  if (random.oneIn(2)) return cursor;
  if (random.oneIn(3)) return cursor.slice(0, random.below(cursor.length));
  try {
    const content: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Buffer.from(JSON.stringify(changed(random, known, content)))
      .toString('base64url')
      .slice(0, 2100);
  } catch {
    return Buffer.from(`N#${String(hostile(random, known))}`)
      .toString('base64url')
      .slice(0, 2100);
  }
}

interface Content {
  readonly type: string;
  readonly bytes: Buffer;
}

function contentOf(random: Random, endpoint: Endpoint, known: Known, sample: Taken | undefined): Content | undefined {
  if (!endpoint.body && !endpoint.consumes)
    return random.oneIn(30) ? { type: 'text/plain', bytes: Buffer.from('x') } : undefined;
  if (endpoint.consumes) {
    const bytes = sample?.body ?? Buffer.from(random.pick(['', 'a,b\n1,2\n', '<a/>', 'PK\u0003\u0004']));
    const type = sample?.headers['Content-Type'] ?? random.pick(endpoint.consumes);
    return { type: random.oneIn(25) ? 'application/json' : type, bytes: garbled(random, known, bytes, type) };
  }
  let value: unknown = sample?.body
    ? JSON.parse(sample.body.toString())
    : valueOf(random, known, schemaOf(endpoint.body as z.ZodType));
  for (let more = random.pick([0, 0, 1, 1, 2, 3]); more > 0; more -= 1) value = changed(random, known, value);
  const bytes = Buffer.from(JSON.stringify(value) ?? 'null');
  const type = random.oneIn(40) ? random.pick(['text/plain', '', 'application/json; charset=gbk']) : 'application/json';
  return { type, bytes: random.oneIn(25) ? broken(random, bytes) : bytes };
}

/** Text with a piece of it replaced, or bytes with some of them changed. */
function garbled(random: Random, known: Known, bytes: Buffer, type: string): Buffer {
  if (random.oneIn(3)) return bytes;
  if (random.oneIn(3) || /sheet|excel|octet/.test(type)) return broken(random, bytes);
  const text = bytes.toString('utf8');
  const pieces = text.split(/(?<=[>,\n])|(?=[<,\n])/);
  if (random.oneIn(2)) return Buffer.from(pieces.with(placeOfText(random, pieces), longText(random)).join(''));
  const at = random.below(pieces.length);
  const piece = random.pick([
    String(hostile(random, known)).slice(0, 2000),
    '',
    pieces[random.below(pieces.length)] ?? '',
  ]);
  return Buffer.from(pieces.with(at, piece).join(''));
}

/** Longer than any number is, or than a key of the table may be, or slow to compare. */
const LONG_TEXTS = [
  'A'.repeat(3000),
  '7'.repeat(2100),
  '字'.repeat(700),
  '𠮷'.repeat(400),
  `a${'\u0301\u0323'.repeat(15_000)}`,
];

const longText = (random: Random): string => random.pick(LONG_TEXTS);

/** The place of an element's or cell's own text, so that what is put there is read as one. */
function placeOfText(random: Random, pieces: readonly string[]): number {
  const places = pieces.flatMap((piece, at) => (/^[^<>,\s][^<>]*$/.test(piece) ? [at] : []));
  return places.length > 0 ? random.pick(places) : 0;
}

function broken(random: Random, bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  if (random.oneIn(3)) return copy.subarray(0, random.below(copy.length + 1));
  if (random.oneIn(8)) return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), copy]);
  for (let more = 1 + random.below(4); more > 0 && copy.length > 0; more -= 1)
    copy[random.below(copy.length)] = random.below(256);
  return copy;
}
