import { globSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { EventType } from '../../../functions/events/event.ts';
import { EVENTS } from '../../../functions/events/index.ts';
import { functions, subscriptions } from '../../manifest.ts';

const HEAD = `# Events

What capabilities tell each other, written by \`npm run docs\` from \`functions/events/\` and the manifest. An event is announced in the
transaction of the change that it tells of, arrives at least once and in any order, and carries beside its detail an \`envelope\`:
\`version\` of the form of the detail, \`correlationId\` of the request, clock or command that everything began with, and
\`causationId\` of what announced it. A field may be added within a version, never removed or given another meaning.
`;

/** The page on every event: when it is announced, by whom, who reads it, and what it says. */
export const eventsPage = (): string => [HEAD, ...Object.values(EVENTS).map((event) => section(event))].join('\n');

function section(event: EventType): string {
  const { name, version, about, outside } = event;
  const announcers = announcersOf(name).map((capability) => `\`${capability}\``);
  const readers = subscriptions
    .filter((subscription) => subscription.event === name)
    .map((subscription) => `\`${subscription.function}\` of \`${capabilityOf(subscription.function)}\``);
  return [
    `## ${name}\n`,
    `${about}\n`,
    `- Version: ${version}`,
    `- Announced by: ${[...announcers, outside?.announces ?? []].flat().join(', ')}`,
    `- Read by: ${[...readers, outside?.reads ?? []].flat().join(', ')}\n`,
    '| Field | Type | Always there |',
    '|---|---|---|',
    ...rows(z.toJSONSchema(event.detail, { io: 'input' }) as JsonSchema),
    '',
  ].join('\n');
}

const capabilityOf = (functionName: string): string => functions[functionName]?.entry.split('/')[1] ?? '';

/** The capabilities, or shared pieces, in whose source the event is announced. */
export const announcersOf = (name: string): string[] => {
  const files = globSync('functions/**/*.ts', { cwd: ROOT });
  const announcing = files.filter((file) =>
    new RegExp(`\\bannounce\\(\\s*${name},`).test(readFileSync(new URL(file, ROOT), 'utf8')),
  );
  return [...new Set(announcing.map((file) => file.split('/')[1] ?? ''))].toSorted();
};

const ROOT = new URL('../../../', import.meta.url);

interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

/** Fields by their path, those of a list's members behind `[]`. */
const rows = ({ properties = {}, required = [] }: JsonSchema, path = ''): string[] =>
  Object.entries(properties).flatMap(([field, schema]) => {
    const place = `${path}${field}`;
    const row = `| \`${place}\` | ${typeOf(schema)} | ${required.includes(field) ? 'yes' : '–'} |`;
    const inner = schema.type === 'array' ? schema.items : schema;
    return inner?.properties ? [row, ...rows(inner, `${place}${schema.type === 'array' ? '[]' : ''}.`)] : [row];
  });

function typeOf({ type, enum: values, format, items }: JsonSchema): string {
  if (values) return values.map((value) => `\`${value}\``).join(' · ');
  if (type === 'array') return items?.properties ? 'list' : `list of ${items ? typeOf(items) : 'anything'}`;
  return format === 'date' ? 'day' : (type ?? 'anything');
}
