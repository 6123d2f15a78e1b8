import { beforeAll, describe, expect, it } from 'vitest';
import { gzswStore } from '../../../functions/interchange/store/gzsw.ts';
import { useRegistry } from '../../kit/registry.ts';
import { type InProcess, inProcess } from './in-process.ts';
import { message, query, renewed, submit } from './messages.ts';

/** One goods number stands for one kind of goods, whether the registry gave it or a client's program did. */

const registry = useRegistry('2026-03-17T01:30:00.000Z');
let host: InProcess;

/** What filing has of a number. */
const filed = async (number: string): Promise<any[]> => {
  const list = { method: 'GET', path: '/v1/goods', query: { limit: '200' } } as const;
  const { body } = await host.send('FilingApi', list);
  return body.items.filter(({ goodsNumber }: any) => goodsNumber === number);
};

/** What a TRAD message of the first merchant's goods names under a number. */
const goodsOfTrade = async (number: string): Promise<string[] | undefined> => {
  const xml = renewed(message('05-TRAD-1')).replaceAll(/<goodsCode>[^<]*/g, `<goodsCode>${number}`);
  const { body } = await submit(host, xml.replaceAll(/<tradingId>/g, `<tradingId>${number}`));
  if (body.result === 0 && body.errorMessage[0].includes('商品库无对应的商品')) return undefined;
  const head = /JY\d+/.exec(JSON.stringify(body))?.[0] ?? '';
  const rows = (await query(host, 'TRAD_DETAIL', head)).body.otherMessage;
  return [...new Set<string>(rows.map(({ goodsName }: any) => goodsName))];
};

let keys = 0;
const key = () => ({ 'Idempotency-Key': `one-number-${(keys += 1)}` });

const merchantId = async (): Promise<string> => {
  const list = { method: 'GET', path: '/v1/entities', query: { q: '92500111MA7XQW1K9P' } } as const;
  return (await host.send('FilingApi', list)).body.items.find(({ kind }: any) => kind === 'merchant').id;
};

const byHand = async (nameZh: string): Promise<any> => {
  const body = {
    merchantId: await merchantId(),
    nameZh,
    hsCode: '8205590000',
    specification: '碳钢',
    brand: { type: 'NONE' },
    dealUnit: '007',
    legalUnit: '035',
  };
  return (await host.send('FilingApi', { method: 'POST', path: '/v1/goods', headers: key(), body })).body;
};

/** The first merchant's first goods, by another name, under the client's own identifier and number. */
const oneGoods = (goodsId: string, name: string, goodsCode = ''): string =>
  renewed(message('04-GOODS-merchant-1'))
    .replace(/(<GoodList>\s*)([\s\S]*?<\/Good>)[\s\S]*(<\/GoodList>)/, '$1$2$3')
    .replace(/<goodsId>[^<]*/, `<goodsId>${goodsId}`)
    .replace(/<goodsCname>[^<]*/, `<goodsCname>${name}`)
    .replace(/<goodsCode>[^<]*/, `<goodsCode>${goodsCode}`);

const codeIn = ({ body }: { body: any }): string => {
  expect(body, JSON.stringify(body)).toMatchObject({ result: 1 });
  return body.otherMessage[0].goodsCode;
};

beforeAll(async () => {
  host = inProcess(registry.runtime);
  for (const name of ['broker', 'forwarder', 'merchant-1', 'trade-company']) {
    await submit(host, message(`01-COMP-${name}`));
  }
  await submit(host, message('02-BUYER'));
  await submit(host, message('03-MAF'));
  await host.approveAll();
});

describe('a goods number', () => {
  it('that the registry gave is the registry’s goods in every message, whatever serials a client has', async () => {
    const registered = await byHand('登记的抹泥刀');
    const taken = codeIn(await submit(host, oneGoods(`G${registered.goodsNumber.slice(-4)}`, '报文的卷尺')));
    expect(taken).not.toBe(registered.goodsNumber);
    expect(await filed(taken)).toMatchObject([{ nameZh: '报文的卷尺' }]);
    expect(await goodsOfTrade(registered.goodsNumber)).toEqual(['登记的抹泥刀']);
    expect(await goodsOfTrade(taken)).toEqual(['报文的卷尺']);
    for (const number of [registered.goodsNumber, taken]) {
      expect((await query(host, 'GOODS', number)).body).toMatchObject({ dataList: [{ status: '核实通过' }] });
    }
  });

  it('that a client’s serial took over is passed over by the registry’s own series', async () => {
    const number = codeIn(await submit(host, oneGoods('G0006', '先到的卷尺')));
    expect(number).toBe('SC5001112026000006');
    expect(await filed(number)).toMatchObject([{ nameZh: '先到的卷尺' }]);
    const others = [];
    for (let n = 0; n < 6; n += 1) others.push((await byHand(`后到的抹泥刀${n}`)).goodsNumber);
    expect(others).not.toContain(number);
    expect(new Set(others).size).toBe(6);
    expect(await filed(number)).toHaveLength(1);
  });

  it('stays with goods that are sent again with another content', async () => {
    const number = codeIn(await submit(host, oneGoods('G0401', '旧名')));
    expect(codeIn(await submit(host, oneGoods('G0401', '新名', number)))).toBe(number);
    expect(codeIn(await submit(host, oneGoods('G0401', '新名')))).toBe(number);
    expect(await filed(number)).toMatchObject([{ nameZh: '新名', status: 'ACTIVE' }]);
    expect(await goodsOfTrade(number)).toEqual(['新名']);
  });

  it('of goods that are cancelled is answered so, and takes no other content', async () => {
    const number = codeIn(await submit(host, oneGoods('G0402', '将注销')));
    const [{ id }] = await filed(number);
    const path = '/v1/goods/{id}/cancellation';
    await host.send('FilingApi', { method: 'POST', path, params: { id }, headers: key(), body: { reason: '停售' } });
    expect((await query(host, 'GOODS', number)).body).toMatchObject({ dataList: [{ status: '已注销' }] });
    const { body } = await submit(host, oneGoods('G0402', '另一种'));
    expect(body).toMatchObject({ result: 0, errorMessage: [expect.stringContaining(`商品 ${number} 已注销`)] });
  });

  it('that several bring at once is given to one of them', async () => {
    const bodies = await Promise.all(
      ['甲', '乙', '丙'].map(async (name) => {
        const body = { ...(await form()), nameZh: name, goodsNumber: 'SC5001112026000700' };
        return (await host.send('FilingApi', { method: 'POST', path: '/v1/goods', headers: key(), body })).status;
      }),
    );
    expect(bodies.filter((status) => status === 201)).toHaveLength(1);
    expect(await filed('SC5001112026000700')).toHaveLength(1);
  });

  it.each([
    ['another district’s', 'SC5001032026000701'],
    ['next year’s', 'SC5001112027000701'],
    ['the registry’s own half', 'SC5001112026500701'],
    ['no serial', 'SC5001112026000000'],
    ['one that was given', 'SC5001112026000001'],
  ])('that is %s is refused by name', async (_which, goodsNumber) => {
    const body = { ...(await form()), goodsNumber };
    const reply = await host.send('FilingApi', { method: 'POST', path: '/v1/goods', headers: key(), body });
    expect(reply.status).toBe(422);
    expect(reply.body.errors.map(({ pointer }: any) => pointer)).toEqual(['/goodsNumber']);
  });
});

describe('a number that an earlier release gave to messages alone', () => {
  it('is read still, and is not guessed at where the registry has given it to other goods', async () => {
    const [alone, also] = ['SC5001112026000801', (await byHand('登记的锤子')).goodsNumber];
    const ids = { merchantId: await merchantId(), goodsId: (await byHand('从前的锤子')).id };
    const createOrg = '92500111MA7XQW1K9P';
    const words = { nameZh: '从前的锤子', specification: '钢', dealUnit: '007', legalUnit: '035', digest: 'd' };
    for (const number of [alone, also]) {
      const document = { type: 'GOODS', createOrg, ...ids, ...words } as const;
      await gzswStore(registry.runtime.table).keep('500111', number, 'then', document, { createOrg, id: number });
    }
    expect(await goodsOfTrade(alone)).toEqual(['从前的锤子']);
    const xml = renewed(message('05-TRAD-1')).replaceAll(/<goodsCode>[^<]*/g, `<goodsCode>${also}`);
    const { body } = await submit(host, xml.replaceAll(/<tradingId>/g, '<tradingId>X'));
    expect(body.result).toBe(0);
    expect(body.errorMessage[0]).toContain(`商品编码“${also}”是登记的“登记的锤子”的编号`);
  });

  it('that the registry gives to goods of a message leads to those, under the registry’s number', async () => {
    const next = `SC5001112026${String(Number((await byHand('前一个')).goodsNumber.slice(-6)) + 1).padStart(6, '0')}`;
    const ids = { merchantId: 'entity-500111-OTHER', goodsId: 'goods-500111-OTHER' };
    const words = { nameZh: '他人的', specification: '钢', dealUnit: '007', legalUnit: '035', digest: 'd' };
    const document = { type: 'GOODS', createOrg: 'OTHER', ...ids, ...words } as const;
    await gzswStore(registry.runtime.table).keep('500111', next, 'then', document, { createOrg: 'OTHER', id: '1' });
    expect(codeIn(await submit(host, oneGoods('无号', '恰好的')))).toBe(next);
    expect(codeIn(await submit(host, oneGoods('无号', '恰好的', next)))).toBe(next);
    expect(codeIn(await submit(host, oneGoods('无号', '改了的', next)))).toBe(next);
    expect(await filed(next)).toMatchObject([{ nameZh: '改了的' }]);
    expect(await goodsOfTrade(next)).toEqual(['改了的']);
  });
});

const form = async () => ({
  merchantId: await merchantId(),
  nameZh: '钉',
  hsCode: '7317000000',
  specification: '钢',
  brand: { type: 'NONE' },
  dealUnit: '035',
  legalUnit: '035',
});
