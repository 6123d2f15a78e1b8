import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { build } from '../../../functions/system/api.ts';
import { systemApi } from '../../../functions/system/contract.ts';
import { checkpoints } from '../../../infra/local/events/checkpoints.ts';
import { localDeadLetters } from '../../../infra/local/events/dead-letters.ts';
import { entriesOf } from '../../kit/audit.ts';
import { call, DAZU, operator } from '../../kit/call.ts';
import { useFolder } from '../../kit/folder.ts';
import { useRegistry } from '../../kit/registry.ts';

const NOW = '2026-03-17T01:30:00.000Z';
const registry = useRegistry(NOW);
const letters = checkpoints(join(useFolder(), 'events.sqlite'));
afterAll(() => letters.close());

const tradeId = `trade-${DAZU}-01M8MRXQBS4ZT6MQ6Q98FCZPA1`;

/** An event that a subscriber refused for good, by its number. */
const letter = (n: number, at = `2026-03-17T00:00:0${n}.000Z`) => ({
  target: 'OnTradeChanged',
  event: JSON.stringify({
    id: `event-${n}`,
    'detail-type': 'TradeChanged',
    time: at,
    detail: { districtId: DAZU, version: 2, tradeId, buyerName: '某境外采购商' },
  }),
  error: 'ZodError: [{"message":"某境外采购商"}]',
  at,
});

let refuses = false;
const delivered: string[] = [];
const kept = localDeadLetters(async (name, event) => {
  if (refuses) throw new Error('still');
  delivered.push(`${name} ${(event as { id: string }).id}`);
}, letters);

const send = (operation: 'listDeadLetters' | 'redriveDeadLetter', options: object = {}) =>
  call(build(registry.runtime, { deadLetters: kept }), systemApi, operation, { caller: operator(), ...options });
const redrive = (id: string) => send('redriveDeadLetter', { params: { id } });
const ids = async (query = {}) =>
  (await send('listDeadLetters', { query })).body.items.map(({ id }: { id: string }) => id) as string[];

beforeEach(() => {
  refuses = false;
  delivered.length = 0;
  for (const { id } of letters.deadLetters()) letters.remove(id);
});

describe('events that a subscriber refused', () => {
  it('are listed with what is known of each, and nothing of what the error or the event says', async () => {
    letters.deadLetter(letter(1));
    expect((await send('listDeadLetters')).body).toEqual({
      items: [
        {
          id: 'OnTradeChanged-event-1',
          subscriber: 'OnTradeChanged',
          event: 'TradeChanged',
          recordId: tradeId,
          error: { name: 'ZodError', words: '内容与约定的格式不符' },
          at: '2026-03-17T00:00:01.000Z',
        },
      ],
      nextCursor: null,
    });
  });

  it('are read the newest first, page by page, those of one instant too', async () => {
    for (const n of [1, 2, 3, 4]) letters.deadLetter(letter(n, n > 2 ? NOW : undefined));
    const first = (await send('listDeadLetters', { query: { limit: '3' } })).body;
    const found = first.items.map(({ id }: { id: string }) => id.slice(-1)).join('');
    expect(found + (await ids({ cursor: first.nextCursor })).map((id) => id.slice(-1)).join('')).toBe('3421');
  });

  it('are delivered again and gone, and who asked for it is audited', async () => {
    letters.deadLetter(letter(1));
    letters.deadLetter(letter(2));
    const reply = await redrive('OnTradeChanged-event-1');
    expect([reply.status, reply.body]).toEqual([202, { requestedAt: NOW }]);
    await kept.close();
    expect(delivered).toEqual(['OnTradeChanged event-1']);
    expect(await ids()).toEqual(['OnTradeChanged-event-2']);
    const entries = await entriesOf(registry.runtime.table, 'DST#500000#REDRIVE#DEAD_LETTER#OnTradeChanged-event-1');
    expect(entries).toMatchObject([
      { action: 'REDRIVE', at: NOW, actor: { sub: 'operator', role: 'operator' }, reasons: ['ZodError'] },
    ]);
    expect((await redrive('OnTradeChanged-event-1')).status).toBe(404);
  });

  it('stay where they are when they are refused again, and say who tried last', async () => {
    const complain = vi.spyOn(console, 'error').mockImplementation(() => {});
    letters.deadLetter(letter(3));
    refuses = true;
    expect((await redrive('OnTradeChanged-event-3')).status).toBe(202);
    await kept.close();
    const [item] = (await send('listDeadLetters')).body.items;
    expect(item).toMatchObject({ id: 'OnTradeChanged-event-3', lastRedrive: { at: NOW, by: 'operator' } });
    complain.mockRestore();
  });

  it('are delivered once, however often they are asked for while that goes on', async () => {
    letters.deadLetter(letter(4));
    kept.redrive('OnTradeChanged-event-4');
    kept.redrive('OnTradeChanged-event-4');
    await kept.close();
    expect(delivered).toEqual(['OnTradeChanged event-4']);
  });
});
