import { describe, expect, it } from 'vitest';
import { put } from '../../../functions/shared/table/write.ts';
import { Entity, Goods, type Trade } from '../../../functions/trace/domain/record.ts';
import { traceStore } from '../../../functions/trace/store/index.ts';
import { migrations } from '../../../functions/trace/store/migration.ts';
import { DAZU } from '../../kit/call.ts';
import { counted, keepItems } from '../../kit/counted.ts';
import { migrated } from '../../kit/migrated.ts';
import { useRegistry } from '../../kit/registry.ts';
import { sample } from '../events/samples.ts';
import { consolidation, idOf, trade } from './world.ts';

const registry = useRegistry(undefined, false);
const store = () => traceStore(registry.runtime.table);
const numbered = (number: string) => store().numbered(DAZU, number, 5);

describe('a number that people know', () => {
  it.each([
    [
      'HT〔2026〕-001号',
      ['ht[2026]001号', 'ＨＴ（２０２６）００１号', 'HT 2026 001 号', 'HT2026\u200B001号', 'HT‑2026—00①号'],
    ],
    ['SCCG:500796010A26000001-NO0000123', ['sccg500796010a26000001no0000123', 'SCCG：500796010A26000001 NO 0000123']],
  ])('leads to its trade however it is typed: %s', async (number, others) => {
    const detail: Trade = trade(number.length, 1, [11], { vouchers: [{ type: 'CONTRACT', number }] });
    await store().keep({ type: 'TRADE', detail });
    for (const typed of [number, ...others]) expect(await numbered(typed), typed).toEqual([detail.tradeId]);
  });

  it('may be the one under which a party and its goods were filed before they were taken over', async () => {
    const entity = Entity.parse(sample('EntityChanged', { formerNumber: '足市备（2023）第77号' }));
    const goods = Goods.parse(sample('GoodsChanged', { formerNumber: 'SP-77-1' }));
    await store().keep({ type: 'ENTITY', detail: entity });
    await store().keep({ type: 'GOODS', detail: goods });
    expect(await numbered('足市备(2023)第77号')).toEqual([entity.entityId]);
    expect(await numbered('sp 77 1')).toEqual([goods.goodsId]);
    expect(await numbered(goods.goodsNumber)).toEqual([goods.goodsId]);
  });

  it('may be of nothing but signs, and then leads nowhere', async () => {
    await store().keep({ type: 'TRADE', detail: trade(2, 1, [11], { vouchers: [{ type: 'OTHER', number: '---' }] }) });
    expect(await numbered('---')).toEqual([]);
  });

  it('was kept with its signs in the first layout', async () => {
    const old = { pk: `DST#${DAZU}#TRACE_NUMBER#SCCG:5007-NO#9（1）`, sk: `TRADE#${idOf('trade', 3)}` };
    const same = { pk: `DST#${DAZU}#TRACE_NUMBER#CBHU9876547`, sk: `CONSOLIDATION#${idOf('consolidation', 3)}` };
    await registry.runtime.table.commit([put(old), put(same)]);
    expect((await migrated(registry.documents, migrations)).migrated).toEqual({ TRACE_NUMBER: 1 });
    expect(await numbered('SCCG 5007 NO 9(1)')).toEqual([idOf('trade', 3)]);
    expect(await numbered('cbhu 987654-7')).toEqual([idOf('consolidation', 3)]);
    expect(await registry.runtime.table.get(old)).toBeUndefined();
    expect((await migrated(registry.documents, migrations)).migrated).toEqual({});
  });

  it('costs the same to follow among 100 and among 10,000', async () => {
    const entries = Array.from({ length: 10_000 }, (_, n) => ({
      pk: `DST#${DAZU}#TRACE_NUMBER#${n < 100 ? 'FEW' : 'MANY'}`,
      sk: `TRADE#${idOf('trade', n)}`,
    }));
    await keepItems(registry.documents, entries);
    for (const number of ['FEW', 'MANY']) {
      const { table, reads } = counted(registry.runtime.table);
      expect(await traceStore(table).numbered(DAZU, number, 5)).toHaveLength(5);
      expect(reads).toEqual({ queries: 4, entries: 5, heads: 0 });
    }
  });

  it('tells of a record what the newest event says, whatever comes late', async () => {
    const of = (version: number) =>
      consolidation(9, [1, 2], { version, status: version === 3 ? 'CONFIRMED' : 'PLANNED' });
    await Promise.all([2, 3, 1].map((version) => store().keep({ type: 'CONSOLIDATION', detail: of(version) })));
    await store().keep({ type: 'CONSOLIDATION', detail: of(2) });
    const [kept] = await store().records(DAZU, [of(1).consolidationId]);
    expect(kept?.detail).toMatchObject({ version: 3, status: 'CONFIRMED' });
  });
});
