import goods from '../../../seeds/demo/goods.json' with { type: 'json' };
import demo from '../../../seeds/demo/trades.json' with { type: 'json' };
import type { InProcess } from './in-process.ts';

/** The cartons of the sample chain by goods name, as the demonstration registers the same trades. */
export const cartonsOf = (name: string): unknown => {
  const key = goods.find(({ body }) => body.nameZh === name)?.key;
  return demo.flatMap(({ body }) => body.lines).find((line) => line.goodsKey === key)?.cartons;
};

/** The warehouse measures the cartons of every trade when the goods arrive. */
export async function measureAll(host: InProcess, status = 'REGISTERED'): Promise<void> {
  const list = { method: 'GET', path: '/v1/trades', query: { limit: '200', status } } as const;
  const { body } = await host.send('TradeApi', list);
  for (const { id } of body.items) {
    const call = { path: '/v1/trades/{id}', params: { id } } as const;
    const trade = await host.send('TradeApi', { ...call, method: 'GET' });
    const measured = await host.send('TradeApi', {
      method: 'PUT',
      path: '/v1/trades/{id}/measures',
      params: { id },
      headers: { 'If-Match': trade.headers['ETag'] ?? '' },
      body: { lines: trade.body.lines.map(({ lineNo, name }: any) => ({ lineNo, cartons: cartonsOf(name) })) },
    });
    if (measured.status !== 200) throw new Error(JSON.stringify(measured.body));
  }
}
