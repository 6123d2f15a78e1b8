import { describe, expect, it } from 'vitest';
import { withinDates } from '../../../functions/credit/domain/rules/within-dates.ts';
import { agreementFindings } from '../../../functions/filing/domain/agreement.ts';
import { intakeFindings } from '../../../functions/filing/domain/rules/index.ts';
import { Submission } from '../../../functions/filing/domain/submission.ts';
import { yearsAfter } from '../../../functions/shared/kernel/calendar.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { voucherDates } from '../../../functions/trade/domain/rules/voucher-dates.ts';
import { submission } from '../../../functions/trade/domain/submission.ts';
import { merchantSample, samples } from '../filing/samples.ts';
import { AT, filed, history, request } from '../trade/samples.ts';

/** A year that was mistyped is no date, whichever form has it. */

const TODAY = '2026-03-17';
const lists = shippedOn(TODAY);

type Found = readonly { readonly code: string; readonly pointer: string }[];
const codes = (findings: Found): string[] => findings.map(({ code, pointer }) => `${code} ${pointer}`);

const inFiling = (kind: 'merchant' | 'buyer', change: Record<string, unknown>): string[] => {
  const { entity } = kind === 'merchant' ? merchantSample() : samples.buyer;
  const form = Submission.parse({ kind, entity: { ...entity, ...change } });
  const findings = intakeFindings(form, { districtId: '500111', today: TODAY, parties: new Map(), lists });
  return codes(findings).filter((found) => /^(DATE_IMPLAUSIBLE|NOT_BEGUN|LEASE_TOO_LONG) /.test(found));
};

const licence = (validFrom: string, validUntil?: string) => ({ businessLicence: { validFrom, validUntil } });
const lease = (from: string, to: string) => ({ stallLease: { from, to } });
const [FROM, UNTIL] = ['/entity/businessLicence/validFrom', '/entity/businessLicence/validUntil'];

describe('the dates of a filing', () => {
  it.each([
    ['a licence of today', licence(TODAY), []],
    ['a licence of tomorrow', licence('2026-03-18'), [`NOT_BEGUN ${FROM}`]],
    ['a licence of the year 24', licence('0024-05-06'), [`DATE_IMPLAUSIBLE ${FROM}`]],
    ['a licence of 1899', licence('1899-12-31'), [`DATE_IMPLAUSIBLE ${FROM}`]],
    ['a licence of the first day', licence('1949-10-01'), []],
    ['a licence of the day before', licence('1949-09-30'), [`DATE_IMPLAUSIBLE ${FROM}`]],
    ['a licence to 2924', licence('2024-05-06', '2924-05-05'), [`DATE_IMPLAUSIBLE ${UNTIL}`]],
    ['a licence to the end of all days', licence('2024-05-06', '9999-12-31'), [`DATE_IMPLAUSIBLE ${UNTIL}`]],
    ['a licence of a hundred years', licence('2024-05-06', '2126-03-17'), []],
    ['a licence of a day more', licence('2024-05-06', '2126-03-18'), [`DATE_IMPLAUSIBLE ${UNTIL}`]],
    ['a lease to 9028', lease('2024-01-01', '9028-12-31'), ['DATE_IMPLAUSIBLE /entity/stallLease/to']],
    ['a lease of twenty years', lease('2024-02-29', '2044-02-29'), []],
    ['a lease of a day more', lease('2024-02-29', '2044-03-01'), ['LEASE_TOO_LONG /entity/stallLease/to']],
    [
      'a lease from the year 24',
      lease('0024-01-01', '2030-12-31'),
      ['DATE_IMPLAUSIBLE /entity/stallLease/from', 'LEASE_TOO_LONG /entity/stallLease/to'],
    ],
    ['a lease that is to come', lease('2026-07-01', '2030-06-30'), []],
  ])('%s', (_name, change, expected) => {
    expect(inFiling('merchant', change)).toEqual(expected);
  });

  it('are those of a buyer’s certificate too', () => {
    expect(inFiling('buyer', { certificateValidUntil: '2036-01-01' })).toEqual([]);
    const wrong = ['DATE_IMPLAUSIBLE /entity/certificateValidUntil'];
    expect(inFiling('buyer', { certificateValidUntil: '3036-01-01' })).toEqual(wrong);
  });
});

describe.each([
  ['0024-05-06', true],
  ['1949-09-30', true],
  ['1949-10-01', false],
  ['2126-03-17', false],
  ['9028-12-31', true],
])('the day %s', (day, isWrong) => {
  it('is judged alike in an agreement, a voucher and the document of a fact', () => {
    const form = { merchantId: 'm', tradeOperatorId: 't', signedOn: day, validFrom: day, validUntil: day };
    const parties = { merchant: undefined, tradeOperator: undefined };
    const wrong = (findings: Found): number => findings.filter(({ code }) => code === 'DATE_IMPLAUSIBLE').length;
    expect(wrong(agreementFindings(form, { today: TODAY, lists, ...parties }))).toBe(isWrong ? 3 : 0);
    const vouchers = [{ type: 'CONTRACT', number: 'HT-1', issuedOn: day }];
    expect(wrong(voucherDates(submission(request({ vouchers }), filed(), history(), AT, lists)))).toBe(isWrong ? 1 : 0);
    const fact = { occurredOn: TODAY, source: { documentDate: day } };
    const recording = { request: fact, subject: { registeredOn: TODAY }, today: TODAY, ...lists };
    expect(wrong(withinDates(recording as never))).toBe(isWrong ? 1 : 0);
  });
});

it('years are counted to the same day', () => {
  expect(yearsAfter('2024-02-29', 1)).toBe('2025-03-01');
  expect(yearsAfter('2024-02-29', 4)).toBe('2028-02-29');
});
