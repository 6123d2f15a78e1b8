import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VoucherType } from '../../../../functions/events/trade.ts';
import { comparableNumber, comparisonForm } from '../../../../functions/shared/kernel/comparison.ts';
import { voucherNumberForm } from '../../../../functions/trade/domain/voucher-number.ts';

describe('the number of a voucher', () => {
  it.each<[VoucherType, string, string[]]>([
    [
      'CONTRACT',
      'HT1',
      [
        'HT1号',
        'HT1號',
        'ht-1',
        'No.HT1',
        'NO:HT1',
        '№ HT1',
        '#HT1',
        '合同HT1',
        '合同号：HT1',
        '合同編號:HT1',
        '合同 No. HT1',
        '购销合同HT1号',
        '編號：HT1',
        '协议HT1',
        '協議HT1',
        '订单号HT1',
        'Contract No. HT1',
        'SALES CONTRACT HT1',
        'Number HT1',
        '《合同》HT1',
      ],
    ],
    [
      'CONTRACT',
      '合同1',
      ['合同第1号', '合同第一号', '合同一', '合同壹号', '協議1', '协议1', '第1号', '1', '# 1', '№1'],
    ],
    ['CONTRACT', 'HT12', ['HT十二', 'HT拾贰号', 'HT拾貳', 'HT1二'.replace('1二', '一二')]],
    ['CONTRACT', 'HT2026第1号', ['HT2026年第1号', 'HT2026年1号', 'HT20261', 'HT二〇二六年1号', 'HT二O二六年第一号']],
    [
      'INVOICE',
      '12345678',
      ['发票12345678', '發票號碼：12345678', '增值税专用发票 No.12345678', 'INVOICE NO. 12345678'],
    ],
    ['INVOICE', 'INV-7', ['Invoice INV7', 'commercial invoice no: INV7', '发票INV7号']],
    ['OTHER', 'HT1', ['合同HT1', '合同HT1号', 'No. HT1']],
    ['OTHER', '收据7', ['收据号7', '收据编号：7', '收據No.7', '收据 #7', '收据第7号', '收据七']],
    ['OTHER', 'SC26000001 NO 0000123', ['SC26000001 #0000123', 'SC26000001№0000123', 'SC26000001(No.)0000123']],
  ])('of the type %s, %s, is the same in any of its spellings', (type, number, others) => {
    const form = voucherNumberForm(type, number);
    expect(others.filter((other) => voucherNumberForm(type, other) !== form)).toEqual([]);
  });

  it.each<[VoucherType, string, string]>([
    ['CONTRACT', 'HT1', 'HT2'],
    ['CONTRACT', 'HT1', 'HT01'],
    ['CONTRACT', 'HT1', 'XS1'],
    ['CONTRACT', 'HT1(1)', 'HT1(2)'],
    ['CONTRACT', 'HT1O', 'HT10'],
    ['CONTRACT', '合同1', '发票1'],
    ['CONTRACT', 'PO1', 'SC1'],
    ['CONTRACT', '三峡1', '3峡1'],
    ['CONTRACT', 'HT2026-015', 'HT2026-15'],
    ['INVOICE', '发票1', '合同1'],
    ['OTHER', '收据1', '送货单1'],
    ['OTHER', '收据1', '发票1'],
    ['OTHER', '收据1', '1'],
  ])('of the type %s keeps apart %s and %s', (type, one, other) => {
    expect(voucherNumberForm(type, one)).not.toBe(voucherNumberForm(type, other));
  });

  it.each(['合同', '编号', 'No.', '号', 'CONTRACT', 'NONO', '合同编号'])(
    'of which %s is all keeps something of it',
    (typed) => {
      for (const type of VoucherType.options) expect(voucherNumberForm(type, typed)).not.toBe('');
    },
  );

  it('is the same once and twice, and of each form in which earlier releases kept it', () => {
    const part = fc.constantFrom(
      '合同',
      '協議',
      '发票',
      '收据',
      '编号',
      '号',
      '第',
      '年',
      'NO',
      '№',
      '#',
      'HT',
      'O',
      '2026',
      '1',
      '0',
      '一',
      '十',
      '二',
      '〇',
      '(',
      '-',
      ' ',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.array(part, { maxLength: 10 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(fc.constantFrom(...VoucherType.options), text, (type, typed) => {
        const form = voucherNumberForm(type, typed);
        for (const kept of [form, comparisonForm(typed), comparableNumber(typed)])
          expect(voucherNumberForm(type, kept)).toBe(form);
      }),
      { numRuns: 500 },
    );
  });
});
