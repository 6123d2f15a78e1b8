import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knownCodes } from '../../../functions/filing/domain/rules/known-codes.ts';
import { Submission } from '../../../functions/filing/domain/submission.ts';
import { findingsOf } from '../../../functions/shared/kernel/issues.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { merchantSample, samples } from './samples.ts';

/** What the form finds or, where it finds nothing, the lists of the day. */
const found = (body: unknown) => {
  const result = Submission.safeParse(body);
  if (!result.success) return findingsOf(Submission, body, result.error);
  return knownCodes(result.data, INTAKE);
};

const INTAKE = { districtId: '500111', today: '2026-03-17', parties: new Map(), lists: shippedOn('2026-03-17') };

const codes = (body: unknown) => found(body).map((finding) => `${finding.code} ${finding.pointer}`);

const merchantWith = (change: Record<string, unknown>) => ({
  kind: 'merchant',
  entity: { ...merchantSample().entity, ...change },
});

describe('the form of each kind', () => {
  it.each(Object.entries(samples))('accepts the sample of %s', (_kind, body) => {
    expect(found(body)).toEqual([]);
  });

  it.each(Object.entries(samples))('refuses an unknown field of %s', (_kind, body) => {
    expect(codes({ ...body, entity: { ...body.entity, nickname: 'x' } })).toEqual(['UNKNOWN_FIELD /entity']);
  });

  it('needs every required field of every kind, and says which', () => {
    for (const body of Object.values(samples)) {
      for (const field of Object.keys(body.entity)) {
        const entity: Record<string, unknown> = { ...body.entity };
        delete entity[field];
        const wanted = codes({ ...body, entity });
        const isOptional = ['taxClass', 'staffCount', 'supervisedSiteCode'].includes(field);
        // A group is told by the fields that it must have.
        const isTold = new RegExp(`^REQUIRED /entity/${field}(/\\w+)?$`);
        expect(wanted.length > 0, `${body.kind}.${field}`).toBe(!isOptional);
        for (const one of wanted) expect(one, body.kind).toMatch(isTold);
      }
    }
  });

  it('tells a missing stall, a wrong check digit and a bad phone together, in Chinese with remedy', () => {
    const { stall: _stall, ...entity } = merchantSample().entity;
    const wrong = `${entity.unifiedSocialCreditCode.slice(0, 17)}${entity.unifiedSocialCreditCode.endsWith('0') ? '1' : '0'}`;
    const findings = found({
      kind: 'merchant',
      entity: { ...entity, unifiedSocialCreditCode: wrong, contact: { name: '李敏', phone: '12345' } },
    });
    expect(findings.map((finding) => `${finding.code} ${finding.pointer}`)).toEqual([
      'USCC_CHECK_DIGIT /entity/unifiedSocialCreditCode',
      'PHONE /entity/contact/phone',
      'REQUIRED /entity/stall/building',
      'REQUIRED /entity/stall/number',
    ]);
    expect(findings[0]?.message).toContain(wrong);
    expect(findings[0]?.message).toContain('统一社会信用代码');
    expect(findings[0]?.legalBasis).toBe('GB 32100-2015');
    expect(findings[1]?.message).toContain('12345');
    expect(findings[2]?.message).toContain('区（楼）');
  });

  it.each([
    ['a kind there is not', { kind: 'bank', entity: {} }, ['NOT_ALLOWED /kind']],
    ['no kind', { entity: {} }, ['REQUIRED /kind']],
    ['a market there is not', merchantWith({ marketId: 'yiwu' }), ['UNKNOWN_MARKET /entity/marketId']],
    ['chapter 77', merchantWith({ hsChapters: ['82', '77'] }), ['UNKNOWN_CHAPTER /entity/hsChapters/1']],
    ['a chapter twice', merchantWith({ hsChapters: ['82', '82'] }), ['REPEATED /entity/hsChapters/1']],
    [
      'a lease that ends before it begins',
      merchantWith({ stallLease: { from: '2026-01-02', to: '2026-01-01' } }),
      ['PERIOD /entity/stallLease/to'],
    ],
    [
      'a day there is not',
      merchantWith({ businessLicence: { validFrom: '2026-02-30' } }),
      ['FORMAT /entity/businessLicence/validFrom'],
    ],
    [
      'an ID number with no such birthday and a wrong check digit',
      merchantWith({ legalRepresentative: { name: '郑', idType: 'ID_CARD', idNumber: '500225199002300019' } }),
      [
        'ID_CARD_BIRTH_DATE /entity/legalRepresentative/idNumber',
        'ID_CARD_CHECK_DIGIT /entity/legalRepresentative/idNumber',
      ],
    ],
    [
      'a country there is not',
      { ...samples.buyer, entity: { ...samples.buyer.entity, nationality: 'XXX' } },
      ['UNKNOWN_COUNTRY /entity/nationality'],
    ],
    [
      'a zone that customs codes have not',
      { ...samples.customsBroker, entity: { ...samples.customsBroker.entity, customsCode: '500788001B' } },
      ['CUSTOMS_CODE_STRUCTURE /entity/customsCode'],
    ],
  ])('refuses %s', (_what, body, expected) => {
    expect(codes(body)).toEqual(expected);
  });

  it('takes another document than an ID card without its check digit', () => {
    expect(
      found(merchantWith({ legalRepresentative: { name: 'CHAN', idType: 'HK_MACAO_PERMIT', idNumber: 'H01234567' } })),
    ).toEqual([]);
  });

  it('takes full-width characters for what they mean', () => {
    const { unifiedSocialCreditCode } = merchantSample().entity;
    const wide = unifiedSocialCreditCode.replaceAll(/./g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
    const parsed = Submission.parse(merchantWith({ unifiedSocialCreditCode: ` ${wide} ` }));
    expect(parsed.entity).toMatchObject({ unifiedSocialCreditCode });
  });

  it('never throws, whatever comes in', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(samples)), (value, kind) => {
        found(value);
        found({ kind, entity: value });
      }),
    );
  });
});
