import { expect, it } from 'vitest';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import type { Table } from '../../../functions/shared/table/table.ts';
import { reviewer } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { approve, filed } from './kit.ts';
import { buyerSample, merchantSample, tradeOperatorSample } from './samples.ts';

const registry = useRegistry();

/** The registry's runtime with every call of its table noted. */
function counting(): { readonly runtime: Runtime; readonly calls: (keyof Table)[] } {
  const calls: (keyof Table)[] = [];
  const noted = new Proxy(registry.runtime.table, {
    get: (table, name: keyof Table) => {
      const call = table[name] as (...input: unknown[]) => unknown;
      return (...input: unknown[]) => {
        // Nothing is asked for no keys.
        if (name !== 'getMany' || (input[0] as unknown[]).length > 0) calls.push(name);
        return call.apply(table, input);
      };
    },
  });
  return { runtime: { ...registry.runtime, table: noted }, calls };
}

/** Twenty in the first layout, of which a request's key, the identity, a stall and a grade took one each. */
it.each([
  ['merchant', merchantSample(1)],
  ['buyer', buyerSample(2)],
  ['trade operator', tradeOperatorSample(3)],
])(
  'a %s comes from its form to its number in sixteen calls of the table, four of them the reviewer’s reading',
  async (_kind, form) => {
    const { runtime, calls } = counting();
    const id = await filed(runtime, form);
    await approve(runtime, id, reviewer());
    expect(calls).toEqual([
      'commit',
      // Screened: the filing, who else gives its phone, who else has its identity and its stall.
      'query',
      'query',
      'getMany',
      'commit',
      // The reviewers are asked.
      'write',
      // Read by one, and decided.
      'query',
      'getMany',
      // Noted that the reviewer has looked, once a day.
      'get',
      'commit',
      'query',
      'commit',
      // Approved: screened once more, and numbered.
      'query',
      'getMany',
      'next',
      'commit',
    ]);
  },
);
