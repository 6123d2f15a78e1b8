import { describe, expect, it } from 'vitest';
import { letterOf, textOf } from '../../../functions/notices/domain/outgoing.ts';

/** What others have written goes out in the platform's name: nothing of it leads elsewhere or names a person's number. */

const said = (message: string): string => textOf({ title: '委托撤回', message });

describe('a number of a person', () => {
  it.each([
    '13800000001',
    '+8613800000001',
    '8613800000001',
    '138-0000-0001',
    '138 0000 0001',
    '１３８００００００１１',
    '51010219900101123X',
    '510102 19900101 123X',
    '510102900101123',
  ])('is left out however it is written: %s', (number) => {
    expect(said(`联系 ${number}，谢谢`)).toContain('联系 （号码略），谢谢');
    expect(letterOf({ title: '委托撤回', message: number }).text).not.toContain(number);
  });

  it.each([
    'JD5001112026000001',
    'CSQU3054383',
    '2026-11-30 18:00',
    '92500111MA5U00000A',
    '22000.00',
    '12.5kg',
    'ALPHA CO.LTD',
  ])('is not what the registry itself says: %s', (own) => {
    expect(said(`交易 ${own} 已登记`)).toContain(`交易 ${own} 已登记`);
  });
});

it.each([
  'https://evil.example/login?a=1',
  'evil.example',
  'www.evil.com/x',
  'weixin://dl/x',
  'pay.evil.cn:8443',
  'EVIL.CO.LTD',
])('nothing of a message leads elsewhere: %s', (link) => {
  expect(said(`请登录 ${link}，领取退款`)).toContain('请登录 （链接略），领取退款');
});
