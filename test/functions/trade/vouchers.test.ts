import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { build } from '../../../functions/trade/api.ts';
import { tradeApi } from '../../../functions/trade/contract/index.ts';
import { asRead, type CallOptions, call, clerk, reviewer } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { body, file, fileSample, idOf, line, merchantParty, TROWEL, trowel } from './samples.ts';

const registry = useRegistry();
const OTHER_MERCHANT = idOf('entity', 31);
const OTHER_GOODS = idOf('goods', 31);
beforeAll(async () => {
  await fileSample(registry.runtime);
  await file(registry.runtime, {
    parties: [merchantParty({ entityId: OTHER_MERCHANT })],
    goods: [trowel({ goodsId: OTHER_GOODS, merchantId: OTHER_MERCHANT })],
  });
});

let hour = 0;
/** Every test has an hour of its own: no merchant enters as many trades in one. */
beforeEach(() => {
  hour += 1;
  registry.setClock(new Date(Date.parse('2026-03-17T01:30:00.000Z') + hour * 3_600_000).toISOString());
});

const on = (operation: keyof typeof tradeApi, options: CallOptions = {}) =>
  call(build(registry.runtime), tradeApi, operation, { caller: clerk(), ...options });

const selling = (quantity: number, vouchers: unknown[], changes: Record<string, unknown> = {}) => {
  const amount = (quantity * 10).toFixed(2);
  const lines = [line({ quantity, unitPrice: '10', amount, legalQuantity: quantity, cartons: undefined })];
  return on('registerTrade', { body: body({ lines, vouchers, ...changes }) });
};
const others = {
  merchantId: OTHER_MERCHANT,
  exportMode: 'SELF',
  tradeOperatorId: undefined,
  lines: [line({ goodsId: OTHER_GOODS })],
};

let count = 0;
/** A contract of its own for every test. */
const contract = (quantity?: number, changes: Record<string, unknown> = {}) => {
  count += 1;
  return {
    type: 'CONTRACT',
    number: `HT-${count}`,
    ...(quantity === undefined ? {} : { goods: [{ goodsId: TROWEL, quantity }] }),
    ...changes,
  };
};

const outcome = (reply: {
  status: number;
  body: { errors?: { code: string }[]; reviewFindings?: { code: string }[] };
}) =>
  [reply.status, ...[...(reply.body.errors ?? []), ...(reply.body.reviewFindings ?? [])].map(({ code }) => code)].join(
    ' ',
  );

describe('a contract that states its goods', () => {
  it('stands behind several trades up to what it states', async () => {
    const voucher = contract(100);
    expect(outcome(await selling(60, [voucher]))).toBe('201');
    expect(outcome(await selling(41, [voucher]))).toBe('422 VOUCHER_QUANTITY_EXCEEDED');
    const last = await selling(40, [{ type: 'CONTRACT', number: voucher.number }]);
    expect(outcome(last)).toBe('201');
    expect(outcome(await selling(1, [voucher]))).toBe('422 VOUCHER_QUANTITY_EXCEEDED');
    const { body: trade } = await on('readTrade', { params: { id: last.body.id } });
    expect(trade.vouchers).toMatchObject([{ number: voucher.number, drawn: [{ goodsId: TROWEL, quantity: 40 }] }]);
  });

  it('gives its last quantity to exactly one of two clerks', async () => {
    for (let round = 0; round < 10; round += 1) {
      const voucher = contract(100);
      await selling(50, [voucher]);
      const replies = await Promise.all([selling(50, [voucher]), selling(50, [voucher])]);
      expect(replies.map(outcome).toSorted()).toEqual(['201', '422 VOUCHER_QUANTITY_EXCEEDED']);
    }
  });

  it('opens once for two clerks at the same moment', async () => {
    const voucher = contract(100);
    const replies = await Promise.all([selling(60, [voucher]), selling(60, [voucher])]);
    expect(replies.map(outcome).toSorted()).toEqual(['201', '422 VOUCHER_QUANTITY_EXCEEDED']);
  });

  it('takes back what a withdrawn or rejected trade drew', async () => {
    const voucher = contract(100);
    const { body: first } = await selling(100, [voucher]);
    await on('withdrawTrade', { params: { id: first.id } });
    const { body: second } = await selling(100, [
      voucher,
      { type: 'PACKING_LIST', number: 'P', issuedOn: '2026-01-01' },
    ]);
    expect(outcome(await selling(1, [voucher]))).toBe('422 VOUCHER_QUANTITY_EXCEEDED');
    const decision = { decision: 'REJECT', reasons: ['装箱在先'] };
    const headers = await asRead(on('readTrade', { params: { id: second.id } }));
    await on('reviewTrade', { caller: reviewer(), params: { id: second.id }, body: decision, headers });
    expect(outcome(await selling(100, [voucher]))).toBe('201');
  });

  it('does not change what it states', async () => {
    const voucher = contract(100);
    await selling(10, [voucher]);
    const changed = { ...voucher, goods: [{ goodsId: TROWEL, quantity: 1000 }] };
    expect(outcome(await selling(10, [changed]))).toBe('422 VOUCHER_STATEMENT_CHANGED');
  });

  it('leaves goods that it does not state alone', async () => {
    const voucher = contract(undefined, { goods: [{ goodsId: OTHER_GOODS, quantity: 1 }] });
    expect(outcome(await selling(10, [voucher]))).toBe('201');
    expect(outcome(await selling(10, [voucher]))).toBe('201');
  });

  it('never has less than nothing remaining, whatever is drawn and given back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 3, maxLength: 6 }), async (wanted) => {
        const voucher = contract(10);
        const standing: { id: string; quantity: number }[] = [];
        for (const quantity of wanted) {
          const left = 10 - standing.reduce((sum, one) => sum + one.quantity, 0);
          const reply = await selling(quantity, [voucher]);
          expect(reply.status).toBe(quantity <= left ? 201 : 422);
          if (reply.status === 201) standing.push({ id: reply.body.id, quantity });
          else {
            const given = standing.shift();
            await on('withdrawTrade', { params: { id: given?.id ?? '' } });
          }
        }
      }),
      { numRuns: 8 },
    );
  });
});

describe('a voucher that states nothing (R26)', () => {
  it.each(['CONTRACT', 'INVOICE', 'OTHER'])('%s stands behind one trade of its merchant', async (type) => {
    const voucher = contract(undefined, { type });
    const first = await selling(1, [voucher]);
    expect(outcome(first)).toBe('201');
    expect(outcome(await selling(1, [voucher]))).toBe('201 VOUCHER_USED_BEFORE');
    expect(outcome(await selling(1, [voucher], others))).toBe('201');
    await on('withdrawTrade', { params: { id: first.body.id } });
    expect(outcome(await selling(1, [voucher]))).toBe('201');
  });

  it('is the same by its file under any number and with any merchant', async () => {
    const sha256 = 'a'.repeat(64);
    const voucher = contract(undefined, { sha256 });
    expect(outcome(await selling(1, [voucher]))).toBe('201');
    expect(outcome(await selling(1, [contract(undefined, { sha256 })]))).toBe('201 VOUCHER_USED_BEFORE');
    const elsewhere = await selling(1, [voucher], others);
    expect(outcome(elsewhere)).toBe('201 VOUCHER_USED_BEFORE');
    expect(elsewhere.body.reviewFindings[0].message).toContain('其他经营户');
    expect(elsewhere.body.reviewFindings[0].message).not.toContain('trade-');
  });

  it('is the same file for a contract that states goods under another number', async () => {
    const sha256 = 'c'.repeat(64);
    const voucher = contract(100, { sha256 });
    expect(outcome(await selling(10, [voucher]))).toBe('201');
    expect(outcome(await selling(10, [voucher]))).toBe('201');
    expect(outcome(await selling(10, [contract(100, { sha256: sha256.toUpperCase() })]))).toBe(
      '201 VOUCHER_USED_BEFORE',
    );
  });

  it.each(['PACKING_LIST', 'BILL_OF_LADING', 'MARKET_PROOF'])('%s may stand behind many', async (type) => {
    const voucher = { type, number: 'SHARED', sha256: 'd'.repeat(64) };
    expect(outcome(await selling(1, [voucher]))).toBe('201');
    expect(outcome(await selling(1, [voucher]))).toBe('201');
  });

  it('is refused twice in one trade, and known in its text form', async () => {
    const voucher = contract();
    expect(outcome(await selling(1, [voucher, voucher]))).toBe('422 VOUCHER_REPEATED');
    expect(outcome(await selling(1, [], { voucher: 'NO 77' }))).toBe('201');
    expect(outcome(await selling(1, [], { voucher: 'NO 77' }))).toBe('201 VOUCHER_USED_BEFORE');
  });

  it.each<[string, (number: string) => string]>([
    ['brackets around it', (number) => `[${number}]`],
    ['quotes around it', (number) => `“${number}”`],
    ['angle brackets around it', (number) => `《${number}》`],
    ['a part in brackets', (number) => number.replace(' NO ', '(NO)')],
    ['a part in angle brackets', (number) => number.replace(' NO ', '<NO>')],
    ['a part between signs', (number) => number.replace(' NO ', '#NO#')],
    ['a part between plus signs', (number) => number.replace(' NO ', '+NO+')],
    ['a part between asterisks', (number) => number.replace(' NO ', '*NO*')],
    ['a part between tildes', (number) => number.replace(' NO ', '~NO~')],
    ['a part between equals signs', (number) => number.replace(' NO ', '=NO=')],
    ['another sign for number', (number) => number.replace(' NO ', '№')],
  ])('is the same number with %s', async (_, typed) => {
    const { number } = contract();
    const voucher = `SCCG:500796010A26${number} NO 0000123`;
    expect(outcome(await selling(1, [], { voucher }))).toBe('201');
    expect(outcome(await selling(1, [], { voucher: typed(voucher) }))).toBe('201 VOUCHER_USED_BEFORE');
    expect(outcome(await selling(1, [], { voucher: `${typed(voucher)}4` }))).toBe('201');
  });

  it('is found by one of two clerks who enter it at the same moment', async () => {
    const voucher = contract();
    const replies = await Promise.all([selling(1, [voucher]), selling(1, [voucher])]);
    expect(replies.map(outcome).toSorted()).toEqual(['201', '201 VOUCHER_USED_BEFORE']);
  });

  it.each([
    [{ sha256: 'abc' }, 'FORMAT'],
    [{ type: 'LETTER' }, 'NOT_ALLOWED'],
    [{ issuedOn: '2026-02-30' }, 'FORMAT'],
    [{ colour: 'red' }, 'UNKNOWN_FIELD'],
  ])('is refused with %j', async (changes, code) => {
    expect(outcome(await selling(1, [contract(undefined, changes)]))).toBe(`422 ${code}`);
  });
});
