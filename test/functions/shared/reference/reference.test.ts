import { globSync, readFileSync } from 'node:fs';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it, vi } from 'vitest';
import { logger } from '../../../../functions/shared/log.ts';
import { fileOf } from '../../../../functions/shared/reference/list.ts';
import { LISTS, type ListKey } from '../../../../functions/shared/reference/lists/index.ts';
import {
  CACHE_MS,
  type Load,
  loadKey,
  type Reference,
  reference,
  shippedOn,
} from '../../../../functions/shared/reference/reference.ts';
import { useRegistry } from '../../../kit/registry.ts';

const lists = Object.entries(LISTS) as [ListKey, (typeof LISTS)[ListKey]][];

describe('the files of seeds/reference', () => {
  it('have a parser each, and no parser is without a file', () => {
    const files = globSync('seeds/reference/**/*.json')
      .map((file) => file.replace('seeds/reference/', '').replace('.json', ''))
      .filter((name) => !name.startsWith('scorecards/'));
    expect(lists.map(([, { name }]) => name).toSorted()).toEqual(files.toSorted());
  });

  it.each(lists)('say of %s where it is from, and have no row twice', (_key, list) => {
    const file = fileOf(list as Parameters<typeof fileOf>[0]).parse(
      JSON.parse(readFileSync(`seeds/reference/${list.name}.json`, 'utf8')),
    );
    const keyOf = list.kind === 'rows' ? (list.keyOf as (row: unknown) => string) : () => '';
    const keys = file.items.map((row) => `${keyOf(row)} ${row.from}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('are refused with a misspelt field, a day that is none, and a row that does not fit', () => {
    const [file, row] = [fileOf(LISTS.units), { code: '035', name: '千克' }];
    const head = { title: 'x', source: 'x', asOf: '2026-01-01' };
    expect(file.safeParse({ ...head, items: [row] }).success).toBe(true);
    for (const wrong of [{ form: '2026-01-01' }, { from: '2026-02-30' }, { until: '2026-13-01' }, { code: '35' }]) {
      expect(file.safeParse({ ...head, items: [{ ...row, ...wrong }] }).success, JSON.stringify(wrong)).toBe(false);
    }
  });

  it('hold on a day of China: a tier of one decree ends with the day before the next begins', () => {
    expect([...shippedOn('2026-03-31').customsCreditTiers.keys()]).toContain('REGISTERED');
    expect([...shippedOn('2026-04-01').customsCreditTiers.keys()]).not.toContain('REGISTERED');
  });

  it('have no parameters before their first day, and say so when they are asked for', () => {
    expect(() => shippedOn('2019-12-31').declarationRules).toThrow(RangeError);
    expect(shippedOn('2020-01-01').declarationRules.maxUsd).toBe('150000.00');
  });
});

describe('rows loaded later', () => {
  const NOW = '2026-03-17T01:30:00.000Z';
  const registry = useRegistry(NOW);

  let count = 0;
  const load = async (item: Partial<Load> & Pick<Load, 'list' | 'rows'>): Promise<void> => {
    count += 1;
    const origin = { title: 'Loaded', source: 'a notice', asOf: '2026-03-16' };
    await registry.documents.send(
      new PutCommand({
        TableName: 'registry',
        Item: { ...loadKey(count), load: { ...origin, ...item } },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  };

  /** A host of its own, whose clock is moved by hand. */
  const host = (): { readonly read: Reference; later: (milliseconds: number) => void } => {
    let now = Date.parse(NOW);
    return {
      read: reference(registry.runtime.table, () => new Date(now)),
      later: (milliseconds) => {
        now += milliseconds;
      },
    };
  };

  it('join those that the program came with, within the time of the cache and not before', async () => {
    const { read, later } = host();
    const before = await read.on('2026-03-17');
    expect(before).toMatchObject({ countries: shippedOn('2026-03-17').countries });
    await load({ list: 'districts', rows: [{ id: '500151', name: '铜梁区', from: '2026-03-17' }] });
    await load({ list: 'filing-terms', rows: [{ ...before.filingTerms, from: '2026-04-01', answerWorkingDays: 15 }] });
    later(CACHE_MS - 1);
    expect(await read.on('2026-03-17')).toBe(before);
    later(1);
    const { tenants } = await read.on('2026-03-17');
    expect([...tenants.keys()]).toEqual(['500111', '500103', '500107', '500151']);
    expect([...before.tenants.keys()]).toEqual(['500111', '500103', '500107']);
    expect((await read.on('2026-03-16')).tenants.has('500151')).toBe(false);
    expect((await read.on('2026-03-31')).filingTerms.answerWorkingDays).toBe(10);
    expect((await read.on('2026-04-01')).filingTerms.answerWorkingDays).toBe(15);
    // Midnight is China's.
    expect((await read.at('2026-03-31T15:59:59.999Z')).filingTerms.answerWorkingDays).toBe(10);
    expect((await read.at('2026-03-31T16:00:00.000Z')).filingTerms.answerWorkingDays).toBe(15);
  });

  it('end a row by one of the same first day that has a last one', async () => {
    const market = shippedOn('2026-03-17').markets.get('dazu-longshui-hardware');
    await load({ list: 'markets', rows: [{ ...market, until: '2026-12-31' }] });
    const { read } = host();
    expect((await read.on('2026-12-31')).markets.has('dazu-longshui-hardware')).toBe(true);
    expect((await read.on('2027-01-01')).markets.has('dazu-longshui-hardware')).toBe(false);
  });

  it('say where they are from', async () => {
    const { read } = host();
    expect(await read.origin('filingTerms')).toEqual({ title: 'Loaded', source: 'a notice', asOf: '2026-03-16' });
    expect((await read.origin('units')).title).toContain('计量单位');
  });

  it('of a list that this program does not know are left to a later version, and the others are read', async () => {
    await load({ list: 'moon-phases', rows: [{ phase: 'FULL' }] });
    await load({ list: 'units', rows: [{ code: '999', name: '勺' }] });
    expect((await host().read.on('2026-03-17')).units.get('999')?.name).toBe('勺');
  });

  it('are asked for once by many who ask at once', async () => {
    const asked: unknown[] = [];
    const { table } = registry.runtime;
    const counting = reference(
      {
        query: (input) => {
          asked.push(input);
          return table.query(input);
        },
      },
      () => new Date(NOW),
    );
    await Promise.all(Array.from({ length: 20 }, () => counting.on('2026-03-17')));
    expect(asked).toHaveLength(1);
  });

  it('that their list does not take are left out and told, and the others are read', async () => {
    const told = vi.spyOn(logger, 'error').mockImplementation(() => {});
    const { read } = host();
    await load({
      list: 'credit-terms',
      rows: [{ toObjectWorkingDays: 0, objectionWorkingDays: 1, repairWorkingDays: 1 }],
    });
    await load({ list: 'units', rows: [{ code: '998', name: '盏' }] });
    const { creditTerms, units } = await read.on('2026-03-17');
    expect([creditTerms.toObjectWorkingDays, units.has('998')]).toEqual([10, true]);
    expect(told).toHaveBeenCalledTimes(1);
    told.mockRestore();
  });
});
