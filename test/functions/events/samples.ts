import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { EVENTS, type EventName } from '../../../functions/events/index.ts';

/**
 * What the producers told: `samples/<Event>.v<version>.json` was taken from the outbox of a running registry, or from the
 * producer's own test. A test that needs an event takes it from here and changes what it is about.
 */
export type Detail<Name extends EventName> = z.infer<(typeof EVENTS)[Name]['detail']>;

export interface Sample {
  readonly name: EventName;
  readonly version: number;
  readonly detail: Record<string, unknown>;
}

const FOLDER = join(import.meta.dirname, 'samples');

export const SAMPLES: readonly Sample[] = globSync('*.json', { cwd: FOLDER })
  .toSorted()
  .flatMap((file) => {
    const [, name, version] = /^(\w+)\.v(\d+)\.json$/.exec(basename(file)) ?? [];
    const details = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Record<string, unknown>[];
    return details.map((detail) => ({ name: name as EventName, version: Number(version), detail }));
  });

/** An event of the present form as its producer tells it, with changes. */
export function sample<Name extends EventName>(name: Name, changes: Partial<Detail<Name>> = {}): Detail<Name> {
  const found = SAMPLES.find((one) => one.name === name && one.version === EVENTS[name].version);
  if (!found) throw new Error(`there is no sample of ${name} in its present form`);
  return { ...found.detail, ...changes } as Detail<Name>;
}

/** An event as EventBridge hands it to a subscriber. */
export const delivery = (name: EventName, detail: object, version = EVENTS[name].version) => ({
  id: crypto.randomUUID(),
  time: '2026-03-17T01:30:00.000Z',
  'detail-type': name,
  detail: { ...detail, envelope: { version, correlationId: 'request-1', causationId: 'request-1' } },
});
