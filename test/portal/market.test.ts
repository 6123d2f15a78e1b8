import { expect, it } from 'vitest';
import { HEADINGS } from '../../functions/market/domain/sheet.ts';
import { atLine, goodsIn, textOfGoods } from '../../portal/market/goods-text.ts';
import { addressOf, stallIn } from '../../portal/market/stall-address.ts';
import { TITLES } from '../../portal/market/template.ts';

it('goods that were pasted from a sheet or typed are codes and names, whatever stands between them', () => {
  const goods = [
    { hs: '8204', name: '扳手' },
    { hs: '82054000', name: '螺丝刀 套装' },
    { hs: '7318', name: '' },
  ];
  expect(goodsIn('8204\t扳手\r\n\r\n8205.40.00　螺丝刀 套装\n 7318 ')).toEqual(goods);
  expect(goodsIn('８２０４，扳手')).toEqual([goods[0]]);
  expect(goodsIn(textOfGoods(goods.slice(0, 2)))).toEqual(goods.slice(0, 2));
});

it('a finding names the line of the text, empty ones counted as people count them', () => {
  const finding = { pointer: '/goods/1/hs', code: 'CODE', message: '商品编码有误', severity: 'DANGER' } as const;
  expect(atLine(finding, '8204 扳手\n\n82x 钳子').message).toBe('第 3 行：商品编码有误');
  expect(atLine({ ...finding, pointer: '' }, '8204 扳手')).toEqual({ ...finding, pointer: '' });
});

it('a stall begins its form with what stands of it', () => {
  const stall = { building: 'W区&A', number: '1', state: 'LEASED', code: '92500111MA5U00000A' } as const;
  expect(stallIn(new URL(addressOf('m', stall), 'https://x').searchParams)).toEqual(stall);
  expect(stallIn(new URLSearchParams('market=m'))).toBeUndefined();
});

it('the template has the titles that the sheet is read by', () => {
  expect([...HEADINGS.places(TITLES).keys()]).toHaveLength(TITLES.length);
});
