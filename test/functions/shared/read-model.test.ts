import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { form } from '../../../functions/shared/table/form.ts';
import { districtKey } from '../../../functions/shared/table/keys.ts';
import { keepNewest, keptDetail } from '../../../functions/shared/table/read-model.ts';
import { put } from '../../../functions/shared/table/write.ts';
import { useRegistry } from '../../kit/registry.ts';

const registry = useRegistry();
const Party = form('party', z.object({ version: z.int(), name: z.string() }));

let parties = 0;
const newKey = () => {
  parties += 1;
  return { pk: districtKey('500111', 'KNOWN', String(parties)), sk: 'CURRENT' };
};

it('the newest is kept whatever the order, the repetition and the haste in which events come', async () => {
  const versions = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(versions, fc.boolean(), async (order, atOnce) => {
      const key = newKey();
      const keep = (version: number) =>
        keepNewest(registry.runtime.table, key, Party, { version, name: `v${version}` });
      const answers: boolean[] = [];
      if (atOnce) answers.push(...(await Promise.all(order.map(keep))));
      else for (const version of order) answers.push(await keep(version));
      const item = await registry.runtime.table.get(key);
      const newest = Math.max(...order);
      expect(item && keptDetail(Party, item)).toEqual({ version: newest, name: `v${newest}` });
      // Whoever kept something kept a version of its own, the newest one among them.
      const kept = order.filter((_, index) => answers[index]);
      expect(new Set(kept).size).toBe(kept.length);
      expect(kept).toContain(newest);
      if (!atOnce) expect(kept).toEqual(kept.toSorted((a, b) => a - b));
    }),
    { numRuns: 40 },
  );
});

it('a newer version takes the keys of the older one away, and says of which form it is', async () => {
  const key = newKey();
  const { table } = registry.runtime;
  const keys = { stateKey: districtKey('500111', 'KNOWN', 'OPEN'), stateSort: '1' };
  await keepNewest(table, key, Party, { version: 1, name: 'a' }, keys);
  expect(await table.get(key)).toEqual({ ...key, form: 1, version: 1, detail: { version: 1, name: 'a' }, ...keys });
  await keepNewest(table, key, Party, { version: 2, name: 'b' });
  expect(await table.get(key)).toEqual({ ...key, form: 1, version: 2, detail: { version: 2, name: 'b' } });
});

it('what an earlier release kept is read in the present form', async () => {
  const key = newKey();
  await registry.runtime.table.commit([put({ ...key, version: 1, detail: { version: 1, title: 'a' } })]);
  const renamed = form('party', Party.schema, [({ title, ...rest }) => ({ ...rest, name: title })]);
  const item = await registry.runtime.table.get(key);
  expect(item && keptDetail(renamed, item)).toEqual({ version: 1, name: 'a' });
});
