import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ReferenceVersionJson, WithChanges } from '../../../functions/reference/contract/versions.ts';
import { whyOf } from '../command.ts';

/** The registry refused what was sent: what it said, line by line. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** Where the registry is, and as whom it is asked. */
export interface Registry {
  readonly url: string;
  readonly token: string;
}

const Problem = z.object({
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string(), message: z.string() })).default([]),
});

/**
 * Submits a version, of which nothing is in force yet.
 *
 * @returns the lines of its preview
 * @throws Refused with every fault of its rows
 */
export async function submit(registry: Registry, list: string, version: Record<string, unknown>): Promise<string[]> {
  const told = WithChanges.parse(await post(registry, `/v1/reference/${encodeURIComponent(list)}/versions`, version));
  const { added, changed, ended, unchanged } = told.counts;
  const all = added + changed + ended;
  return [
    `${list}, version ${told.version} from ${told.from}: ${added} added, ${changed} changed, ${ended} ended, ${unchanged} unchanged`,
    ...told.changes.map(({ key, change, from, fields = [] }) =>
      [`  ${SIGNS[change]} ${key} from ${from}`, ...fields.map(changeOf)].join('\n      '),
    ),
    ...(all > told.changes.length ? [`  and ${all - told.changes.length} more`] : []),
    `nothing is in force yet; another operator publishes it: npm run -s load -- ${list} --publish ${told.version}`,
  ];
}

const SIGNS = { ADDED: '+', CHANGED: '~', ENDED: '-' } as const;

const changeOf = ({ field, before, after }: { field: string; before?: unknown; after?: unknown }): string =>
  `${field}: ${shown(before)} → ${shown(after)}`;

const shown = (value: unknown): string => (value === undefined ? '–' : JSON.stringify(value));

/** Publishes a version that another operator has submitted. @returns what became of it */
export async function publish(registry: Registry, list: string, version: number): Promise<string> {
  const path = `/v1/reference/${encodeURIComponent(list)}/versions/${version}/publication`;
  const told = ReferenceVersionJson.parse(await post(registry, path));
  return `${list}, version ${told.version} is published; every function goes by it within a minute, from ${told.from}`;
}

async function post({ url, token }: Registry, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token}`,
      'Idempotency-Key': randomUUID(),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw new Error(`${url} does not answer: ${whyOf(error)}`, { cause: error });
  });
  const said = await answer.text();
  if (answer.ok) return JSON.parse(said);
  const { detail, errors } = problemIn(said) ?? { detail: `${url} answers ${answer.status}: ${said}`, errors: [] };
  throw new Refused([detail, ...errors.map(({ pointer, message }) => `  ${pointer}  ${message}`)].join('\n'));
}

/** What the registry says of a refusal; undefined where a gateway or proxy before it refuses in words of its own. */
function problemIn(said: string): z.infer<typeof Problem> | undefined {
  try {
    return Problem.safeParse(JSON.parse(said)).data;
  } catch {
    return undefined;
  }
}
