import { beforeAll, describe, expect, it } from 'vitest';
import { build as api } from '../../../functions/credit/api.ts';
import { creditApi } from '../../../functions/credit/contract/index.ts';
import type { CreditEvent } from '../../../functions/credit/domain/event.ts';
import { creditStore } from '../../../functions/credit/store/index.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { identifier } from '../../../functions/shared/kernel/identifier.ts';
import { call, clerk, merchant, reviewer } from '../../kit/call.ts';
import { counted, itemsOf, keepItems } from '../../kit/counted.ts';
import { useRegistry } from '../../kit/registry.ts';

const registry = useRegistry(undefined, false);

const SIZES = [
  ['500106', 100],
  ['500108', 10_000],
] as const;

const ulid = (n: number): string => `01JDXKQ8Z3W5T7V9Y1${String(n).padStart(8, '0')}`;
const entityIn = (district: string, n: number): string => identifier('entity', district, ulid(n));

/** Facts of many entities; the first entity has three, one of which is disputed. */
const eventOf = (districtId: string, n: number): CreditEvent => ({
  id: identifier('creditevent', districtId, ulid(n)),
  districtId,
  entityId: entityIn(districtId, n < 3 ? 0 : 1 + (n % 60)),
  indicator: 'COMPLAINT_UPHELD',
  occurredOn: '2026-03-10',
  source: { authority: '大足区商务委', documentNumber: `投诉${n}号`, documentDate: '2026-03-11' },
  status: n === 1 || n === 50 ? 'DISPUTED' : 'RECORDED',
  recordedAt: '2026-03-17T01:30:00.000Z',
  recordedBy: 'clerk',
});

beforeAll(async () => {
  const store = creditStore(registry.runtime.table);
  for (const [districtId, count] of SIZES) {
    const heads = Array.from({ length: count }, (_, n) => {
      const at = new Date(Date.UTC(2026, 2, 17) + n * 1000).toISOString();
      const cause = {
        actor: { sub: 'clerk', role: 'clerk', districtId: '500111' },
        at,
        action: 'RECORD',
        messages: [],
      } as const;
      return itemsOf(store.record(eventOf(districtId, n), cause)).filter(({ sk }) => sk === 'CURRENT');
    });
    await keepItems(registry.documents, heads.flat());
  }
}, 30_000);

describe.each(SIZES)('facts of credit in %s, among %i', (districtId) => {
  const list = async (caller: Caller, query: Record<string, string>) => {
    const { table, reads } = counted(registry.runtime.table);
    const page = await call(api({ ...registry.runtime, table }), creditApi, 'listCreditEvents', { caller, query });
    expect(page.status).toBe(200);
    return {
      places: page.body.items.map(({ id }: { id: string }) => Number(id.slice(-8))),
      next: page.body.nextCursor,
      reads,
    };
  };
  const own = () => merchant(entityIn(districtId, 0), districtId);

  it.each([
    ['an entity lists its own', () => own(), {}, [2, 1, 0]],
    ['those of an entity', () => clerk(districtId), { entityId: entityIn(districtId, 0) }, [2, 1, 0]],
    ['its disputed ones', () => own(), { status: 'DISPUTED' }, [1]],
    ['none of another', () => own(), { entityId: entityIn(districtId, 7) }, []],
    ['none where it has none', () => merchant(entityIn(districtId, 99), districtId), {}, []],
    ['the queue of objections', () => reviewer(districtId), { status: 'DISPUTED' }, [50, 1]],
  ] as const)('%s', async (_, caller, query, expected) => {
    const { places, next, reads } = await list(caller(), query);
    expect([places, next]).toEqual([expected, null]);
    expect(reads.queries).toBeLessThanOrEqual(1);
    expect(reads.heads).toBeLessThanOrEqual(3);
  });

  it('a page of all, or of those that stand, costs what it shows', async () => {
    for (const query of [{ limit: '10' }, { limit: '10', status: 'RECORDED' }]) {
      const { places, reads } = await list(clerk(districtId), query);
      expect(places).toHaveLength(10);
      expect(reads.queries).toBe(1);
      expect(reads.heads).toBe(25);
    }
  });
});
