import { describe, expect, it } from 'vitest';
import { SHIPPED } from '../../../functions/shared/reference/shipped.ts';
import { AUTHOR, onReference, publish } from '../../kit/reference.ts';
import { useRegistry } from '../../kit/registry.ts';

const registry = useRegistry('2026-03-17T01:30:00.000Z');

const read = (districtId: string) => onReference(registry.runtime, 'readCentre', { params: { districtId } });
const submit = (rows: readonly object[], list = 'tenants') =>
  onReference(registry.runtime, 'submitReferenceVersion', {
    caller: AUTHOR,
    params: { list },
    body: { source: '渝府办发', from: '2026-04-01', rows },
  });

describe('the service centres', () => {
  it('are told to whoever has not signed in, each with its phone and hours', async () => {
    const { status, body } = await onReference(registry.runtime, 'listCentres', {});
    expect(status).toBe(200);
    expect(body.items.map(({ districtId }: { districtId: string }) => districtId)).toEqual([
      '500111',
      '500103',
      '500107',
    ]);
    for (const { centreName, hours } of body.items) expect([centreName, hours].every(Boolean)).toBe(true);
  });

  it('say what every kind of filing comes with, and what the centre asks for beside it', async () => {
    const { body } = await read('500111');
    expect(body).toMatchObject({ name: '大足区', gbCode: '500111', markets: [{ id: 'dazu-longshui-hardware' }] });
    const merchant = body.filings.find(({ kind }: { kind: string }) => kind === 'merchant');
    expect(merchant.documents).toContainEqual({ type: 'BUSINESS_LICENCE', name: '营业执照' });
    expect(merchant.needs).toEqual(['市场方出具的摊位证明与租赁合同一致']);
    expect(body.filings).toHaveLength(SHIPPED.filingKinds.rows.length);
  });

  it('each have a market', async () => {
    for (const { id } of SHIPPED.tenants.rows) expect((await read(id)).body.markets).not.toEqual([]);
  });

  it.each(['999999', '500000', '大足'])('have none of %s', async (districtId) => {
    expect((await read(districtId)).status).toBe(404);
  });
});

describe('a tenant without a code of GB/T 2260', () => {
  it('is loaded under an id of this registry’s own, and may be given a code later while its id stays', async () => {
    const row = { id: '509901', name: '两江新区', kind: 'ZONE', customsOffice: '8013' };
    await publish(registry, 'tenants', { from: '2026-03-17', rows: [row] });
    expect((await read('509901')).body).toMatchObject({
      gbCode: null,
      kind: 'ZONE',
      customsOffice: { code: '8013', name: '西永综保' },
      markets: [],
      windows: [],
    });
    await publish(registry, 'tenants', { from: '2026-03-18', rows: [{ ...row, gbCode: '500157' }] });
    registry.setClock('2026-03-18T01:30:00.000Z');
    expect((await read('509901')).body).toMatchObject({ districtId: '509901', gbCode: '500157' });
  });

  it.each([
    ['the city’s code', { id: '500000', name: '市级' }, '500000 留作市级，不能是区县'],
    ['the trial’s code', { id: '500999', name: '试点' }, '500999 留作试运行，不能是区县'],
    ['another code than its id says', { id: '500112', name: '渝北区', gbCode: '500113' }, '由编号 500112 表明'],
    ['an id of our own for a code', { id: '509902', name: '高新区', gbCode: '509903' }, '由编号 509902 表明'],
  ])('is refused with %s', async (_what, row, text) => {
    const { status, body } = await submit([row]);
    expect([status, body.errors[0].message]).toEqual([422, expect.stringContaining(text)]);
  });
});

it('is still asked for and loaded by the name of earlier releases', async () => {
  expect((await submit([{ id: '500112', name: '渝北区' }], 'districts')).body.list).toBe('tenants');
  const asked = { caller: AUTHOR, params: { list: 'districts' } };
  const { body } = await onReference(registry.runtime, 'readReference', asked);
  expect(body.items.map(({ id, name }: { id: string; name: string }) => [id, name])).toContainEqual([
    '500111',
    '大足区',
  ]);
});
