import { beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../../functions/notices/api.ts';
import { noticesApi } from '../../../functions/notices/contract/index.ts';
import type { Notice } from '../../../functions/notices/domain/notice.ts';
import { identifier } from '../../../functions/shared/kernel/identifier.ts';
import { put } from '../../../functions/shared/table/write.ts';
import { call, DAZU, merchant } from '../../kit/call.ts';
import { counted, keepItems } from '../../kit/counted.ts';
import { useRegistry } from '../../kit/registry.ts';

const registry = useRegistry(undefined, false);

const entity = (n: number) => identifier('entity', DAZU, `01JDXKQ8Z3W5T7V9Y1${String(n).padStart(8, '0')}`);

/** As the first layout kept it, which says by nothing of which form it is. */
function item(owner: number, n: number) {
  const at = new Date(Date.UTC(2026, 2, 1) + n * 1000).toISOString();
  const notice = {
    recipient: entity(owner),
    districtId: DAZU,
    kind: 'FILING_APPROVED',
    at,
    recordId: `filing-${n}`,
    version: 1,
    title: '备案已办结',
    message: `第 ${n} 件`,
  } as Notice;
  const pk = `DST#${DAZU}#NOTICES#${entity(owner)}`;
  return { pk, sk: `N#${at}#${notice.kind}#${notice.recordId}#1`, notice, expiresAt: 1_900_000_000 };
}

const SIZES = [
  [1, 100],
  [2, 10_000],
] as const;

beforeAll(async () => {
  for (const [owner, count] of SIZES) {
    await keepItems(
      registry.documents,
      Array.from({ length: count }, (_, n) => item(owner, n)),
    );
  }
}, 30_000);

const list = async (owner: number, query: Record<string, string>) => {
  const { table, reads } = counted(registry.runtime.table);
  const caller = merchant(entity(owner));
  const { status, body } = await call(build({ ...registry.runtime, table }), noticesApi, 'listNotices', {
    caller,
    query,
  });
  expect(status).toBe(200);
  return { body, reads };
};

describe.each(SIZES)('the notices of entity %i, of which there are %i', (owner, count) => {
  it('cost what is shown of them, page by page, newest first', async () => {
    const first = await list(owner, { limit: '20' });
    expect(first.body.items.map(({ recordId }: Notice) => recordId)).toEqual(
      Array.from({ length: 20 }, (_, n) => `filing-${count - 1 - n}`),
    );
    // 20 that are shown, and no more than 100 to count those that were not read.
    expect(first.reads).toEqual({ queries: 2, entries: 120, heads: 1 });
    const second = await list(owner, { limit: '20', cursor: first.body.nextCursor });
    expect(second.body.items[0].recordId).toBe(`filing-${count - 21}`);
    expect(second.reads.entries).toBeLessThanOrEqual(120);
  });

  it('are counted as read up to an instant, kept by whichever release', async () => {
    const at = new Date(Date.UTC(2026, 2, 1) + (count - 4) * 1000).toISOString();
    const caller = merchant(entity(owner));
    const mark = { pk: `DST#${DAZU}#NOTICES#${entity(owner)}`, sk: `READ#${caller.sub}`, readUntil: at };
    await registry.runtime.table.commit([put(mark)]);
    expect((await list(owner, { limit: '1' })).body.unread).toBe(3);
  });
});
