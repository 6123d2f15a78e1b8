import { readdirSync, readFileSync } from 'node:fs';
import { interchangeApi } from '../../../functions/interchange/contract/index.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { call, clerk, type Reply } from '../../kit/call.ts';
import type { InProcess } from './in-process.ts';

const FIXTURES = new URL('fixtures/', import.meta.url);

export const fixture = (path: string): string => readFileSync(new URL(path, FIXTURES), 'utf8');
export const sample = (path: string): any => JSON.parse(fixture(path));

export const message = (name: string): string => fixture(`gzsw-xml/${name}.xml`);

/** The messages of the chain whose names begin so, in their order. */
export const messages = (prefix: string): string[] =>
  readdirSync(new URL('gzsw-xml/', FIXTURES))
    .filter((name) => name.startsWith(prefix))
    .toSorted()
    .map((name) => fixture(`gzsw-xml/${name}`));

/** The same content in a new message. */
let sent = 0;
export const renewed = (xml: string): string => {
  sent += 1;
  return xml.replace(/(<MessageId>.*)\d{4}(<\/MessageId>)/, (_all, head: string, tail: string) => {
    return `${head}${String(9000 + (sent % 1000))}${tail}`;
  });
};

export const submit = (
  host: InProcess,
  xml: string | Buffer,
  { caller = clerk(), type = 'application/xml' }: { caller?: Caller; type?: string } = {},
): Promise<Reply> =>
  call(host.interchange, interchangeApi, 'submitGzsw', {
    caller,
    headers: { 'Content-Type': type },
    body: xml.toString('utf8'),
  });

export const query = (host: InProcess, type: string, key: string, caller: Caller = clerk()): Promise<Reply> =>
  call(host.interchange, interchangeApi, 'queryGzsw', { caller, query: { type, key } });

/** The names in an answer, indexes apart, so that answers are compared by their shape. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
}
