import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type EventType, event, upcast } from '../../../functions/events/event.ts';
import { EVENTS, type EventName } from '../../../functions/events/index.ts';
import { reads } from '../../../functions/events/reader.ts';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import { functions, subscriptions } from '../../../infra/manifest.ts';
import { useRegistry } from '../../kit/registry.ts';
import { delivery, SAMPLES } from './samples.ts';

// After everything that the samples tell of.
const registry = useRegistry('2026-12-31T01:30:00.000Z');
const all = Object.entries(EVENTS) as [EventName, EventType][];

/** Source files of the capabilities, to see who announces what. */
const announced = (): Set<string> => {
  const sources = [...new Set(Object.values(functions).map(({ entry }) => entry.split('/')[1] ?? ''))];
  const text = sources
    .flatMap((capability) => globSync(`functions/${capability}/**/*.ts`))
    .map((file) => readFileSync(file, 'utf8'));
  return new Set(
    text.flatMap((source) => [...source.matchAll(/\bannounce\(\s*(\w+),/g)].map(([, name]) => name ?? '')),
  );
};

describe('every event', () => {
  it.each(all)('%s is announced by a capability, or said to come from outside', (name, { outside }) => {
    expect(announced().has(name)).toBe(outside?.announces === undefined);
  });

  it.each(all)('%s is subscribed to, or said to be for outside', (name, { outside }) => {
    expect(subscriptions.some((subscription) => subscription.event === name)).toBe(outside?.reads === undefined);
  });

  it.each(all)('%s has a sample of each of its versions', (name, { version }) => {
    const versions = new Set(SAMPLES.filter((one) => one.name === name).map((one) => one.version));
    expect([...versions].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: version }, (_one, index) => index + 1),
    );
  });
});

describe('every sample', () => {
  it.each(SAMPLES.map((one) => [`${one.name} v${one.version}`, one] as const))(
    '%s has the fields that its event says, and no other',
    (_title, { name, version, detail }) => {
      const strict = z.strictObject(EVENTS[name].detail.shape);
      expect(strict.safeParse(upcast(EVENTS[name], detail, version)).error).toBeUndefined();
    },
  );

  const read = subscriptions.flatMap(({ event: name, function: subscriber }) =>
    SAMPLES.filter((one) => one.name === name).map(
      (one, index) => [`${subscriber} reads ${name} v${one.version} #${index}`, subscriber, one] as const,
    ),
  );

  it.each(read)('%s', async (_title, subscriber, { name, version, detail }) => {
    const { build } = (await import(`../../../${functions[subscriber]?.entry}`)) as {
      build: (runtime: Runtime) => (event: unknown, context: unknown) => Promise<void>;
    };
    await build(registry.runtime)(delivery(name, detail, version), {});
  });
});

describe('an event type', () => {
  const v1 = event('TradeChanged', 'A test.', z.object({ gone: z.string(), kept: z.string() }));

  it('does not let a reader pick a field that is not announced', () => {
    expect(() => v1.detail.pick({ missing: true } as never)).toThrow('missing');
    // @ts-expect-error a reader may not ask for more than is announced
    reads(v1, z.object({ kept: z.string(), missing: z.string() }), () => undefined);
  });

  it('reads an older form as one of the present', () => {
    const v3 = event('TradeChanged', 'A test.', z.object({ kept: z.string(), added: z.int() }), {
      upcasts: [({ gone: _gone, ...rest }) => rest, (detail) => ({ ...detail, added: 7 })],
    });
    expect(v3.version).toBe(3);
    expect(upcast(v3, { gone: 'a', kept: 'b' }, 1)).toEqual({ kept: 'b', added: 7 });
    expect(upcast(v3, { kept: 'b' }, 2)).toEqual({ kept: 'b', added: 7 });
    expect(upcast(v3, { kept: 'b', added: 1 }, 3)).toEqual({ kept: 'b', added: 1 });
  });
});
