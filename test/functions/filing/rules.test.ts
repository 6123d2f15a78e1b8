import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastDayOfYears } from '../../../functions/filing/domain/calendar.ts';
import { entityChanged, registered, statusOn, validUntil } from '../../../functions/filing/domain/entity.ts';
import { entityIdOf, type Filing, returned } from '../../../functions/filing/domain/filing.ts';
import { controlsOf } from '../../../functions/filing/domain/goods.ts';
import { maskedEntity } from '../../../functions/filing/domain/masking.ts';
import { blockedParty } from '../../../functions/filing/domain/rules/blocked-party.ts';
import { buyerCertificate } from '../../../functions/filing/domain/rules/buyer-certificate.ts';
import { creditTier } from '../../../functions/filing/domain/rules/credit-tier.ts';
import { knownCustomsOffice } from '../../../functions/filing/domain/rules/customs-office.ts';
import { namedParties } from '../../../functions/filing/domain/rules/named-parties.ts';
import { organisationCode } from '../../../functions/filing/domain/rules/organisation-code.ts';
import { payeeOwner } from '../../../functions/filing/domain/rules/payee-owner.ts';
import { pilotMarket } from '../../../functions/filing/domain/rules/pilot-market.ts';
import type { IntakeRule, Party, PhoneHolder, Screening } from '../../../functions/filing/domain/rules/rule.ts';
import { sharedPhone } from '../../../functions/filing/domain/rules/shared-phone.ts';
import { suspendedParty } from '../../../functions/filing/domain/rules/suspended-party.ts';
import { takenStall } from '../../../functions/filing/domain/rules/taken-stall.ts';
import { terms } from '../../../functions/filing/domain/rules/terms.ts';
import type { Submission } from '../../../functions/filing/domain/submission.ts';
import { usccCheckCharacter } from '../../../functions/filing/domain/uscc.ts';
import { addDays } from '../../../functions/shared/kernel/calendar.ts';
import { masked } from '../../../functions/shared/kernel/masking.ts';
import { stallKey, stallText } from '../../../functions/shared/kernel/stall.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { merchantSample, samples, tradeOperatorSample } from './samples.ts';

const TODAY = '2026-03-17';
const PARTY_ID = 'entity-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9';

const circumstances = ({ today = TODAY, ...change }: Partial<Screening> = {}): Screening => ({
  districtId: '500111',
  today,
  lists: shippedOn(today),
  parties: new Map(),
  entityId: 'me',
  identity: 'mine',
  phoneHolders: [],
  sameIdentity: [],
  ...change,
});

const party = (change: Partial<Party> = {}): Party => ({
  id: PARTY_ID,
  kind: 'tradeOperator',
  name: '渝采通',
  filingNumber: 'WM5001112026000001',
  status: 'ACTIVE',
  validUntil: '2029-03-16',
  hsChapters: [],
  ...change,
});

const buyerWith = (change: Partial<typeof samples.buyer.entity>): Submission => ({
  kind: 'buyer',
  entity: { ...samples.buyer.entity, ...change },
});

const merchantWith = (change: Partial<ReturnType<typeof merchantSample>['entity']>): Submission => ({
  kind: 'merchant',
  entity: { ...merchantSample().entity, ...change },
});

const outcome = (rule: IntakeRule, submission: Submission, change: Partial<Screening> = {}) =>
  rule(submission, circumstances(change)).map(({ severity, code, pointer }) => `${severity} ${code} ${pointer}`);

const withUscc = (uscc: string) => merchantWith({ unifiedSocialCreditCode: uscc });

describe('each rule speaks where it is broken and is silent where it is kept', () => {
  const lease = (to: string) => merchantWith({ stallLease: { from: '2020-01-01', to } });
  const links = merchantWith({ relatedTradeOperatorIds: [PARTY_ID] });
  const brokenInside = '91500111MA7YXT4N3'.replace('N3', 'N4');

  it.each<[string, IntakeRule, Submission, Partial<Screening>, string[]]>([
    ['terms: ended yesterday', terms, lease('2026-03-16'), {}, ['DANGER TERM_EXPIRED /entity/stallLease/to']],
    ['terms: ends today', terms, lease(TODAY), {}, ['REVIEW TERM_EXPIRING /entity/stallLease/to']],
    ['terms: 30 days left', terms, lease('2026-04-16'), {}, ['REVIEW TERM_EXPIRING /entity/stallLease/to']],
    ['terms: 31 days left', terms, lease('2026-04-17'), {}, []],
    ['terms: a buyer has none', terms, samples.buyer, {}, []],
    [
      'blocked: by certificate',
      blockedParty,
      buyerWith({ nationality: 'ARE', certificateNumber: 'X0000000' }),
      {},
      ['DANGER BLOCKED_PARTY /entity/name'],
    ],
    [
      'blocked: by name, however it is written',
      blockedParty,
      buyerWith({ name: 'Example-Blocked Trading F.Z.E.' }),
      {},
      ['DANGER BLOCKED_PARTY /entity/name'],
    ],
    ['blocked: not yet', blockedParty, buyerWith({ certificateNumber: 'X0000000' }), { today: '2025-12-31' }, []],
    [
      'blocked: the number of another country',
      blockedParty,
      buyerWith({ nationality: 'KEN', certificateNumber: 'X0000000' }),
      {},
      [],
    ],
    ['blocked: another buyer', blockedParty, samples.buyer, {}, []],
    ['blocked: a merchant of that name', blockedParty, merchantWith({ name: 'EXAMPLE BLOCKED TRADING FZE' }), {}, []],
    [
      'blocked: who collects for a foreign buyer',
      blockedParty,
      {
        kind: 'payee',
        entity: { ...samples.payee.entity, payeeType: 'FOREIGN_BUYER', name: 'Example Blocked Trading FZE' },
      },
      {},
      ['DANGER BLOCKED_PARTY /entity/name'],
    ],
    [
      'certificate: ended yesterday',
      buyerCertificate,
      buyerWith({ certificateValidUntil: '2026-03-16' }),
      {},
      ['REVIEW CERTIFICATE_EXPIRED /entity/certificateValidUntil'],
    ],
    ['certificate: ends today', buyerCertificate, buyerWith({ certificateValidUntil: TODAY }), {}, []],
    ['certificate: no term given', buyerCertificate, samples.buyer, {}, []],
    ['market: of this district', pilotMarket, samples.merchant, {}, ['REVIEW PILOT_NOT_EFFECTIVE /entity/marketId']],
    [
      'market: of another',
      pilotMarket,
      samples.merchant,
      { districtId: '500103' },
      ['DANGER MARKET_OF_OTHER_DISTRICT /entity/marketId'],
    ],
    ['market: only merchants stand in one', pilotMarket, samples.producer, {}, []],
    ['tier: in force', creditTier, tradeOperatorSample(), {}, []],
    [
      'tier: of the next decree',
      creditTier,
      { kind: 'tradeOperator', entity: { ...tradeOperatorSample().entity, customsCreditTier: 'CERTIFIED' } },
      {},
      ['DANGER CREDIT_TIER_NOT_IN_FORCE /entity/customsCreditTier'],
    ],
    ['organisation code: right', organisationCode, samples.merchant, {}, []],
    ['organisation code: a buyer has none', organisationCode, samples.buyer, {}, []],
    [
      'organisation code: wrong',
      organisationCode,
      withUscc(brokenInside + usccCheckCharacter(brokenInside)),
      {},
      ['REVIEW ORGANISATION_CODE_CHECK_DIGIT /entity/unifiedSocialCreditCode'],
    ],
    ['customs office: known', knownCustomsOffice, tradeOperatorSample(), {}, []],
    [
      'customs office: unknown',
      knownCustomsOffice,
      { kind: 'tradeOperator', entity: { ...tradeOperatorSample().entity, customsOffice: '8099' } },
      {},
      ['REVIEW UNKNOWN_CUSTOMS_OFFICE /entity/customsOffice'],
    ],
    ['payee: without owner', payeeOwner, samples.payee, {}, ['REVIEW PAYEE_WITHOUT_OWNER /entity/merchantId']],
    [
      'payee: with owner',
      payeeOwner,
      { kind: 'payee', entity: { ...samples.payee.entity, merchantId: PARTY_ID } },
      {},
      [],
    ],
    [
      'payee: a buyer’s, without it',
      payeeOwner,
      { kind: 'payee', entity: { ...samples.payee.entity, payeeType: 'FOREIGN_BUYER', merchantId: PARTY_ID } },
      {},
      ['REVIEW PAYEE_WITHOUT_OWNER /entity/buyerId'],
    ],
    ['named party: there', namedParties, links, { parties: new Map([[PARTY_ID, party()]]) }, []],
    ['named party: not there', namedParties, links, {}, ['DANGER UNKNOWN_PARTY /entity/relatedTradeOperatorIds/0']],
    [
      'named party: of another kind',
      namedParties,
      links,
      { parties: new Map([[PARTY_ID, party({ kind: 'carrier' })]]) },
      ['DANGER UNKNOWN_PARTY /entity/relatedTradeOperatorIds/0'],
    ],
  ])('%s', (_what, rule, submission, change, expected) => {
    expect(outcome(rule, submission, change)).toEqual(expected);
  });

  it.each([
    ['SUSPENDED', ['PARTY_NOT_ACTIVE /entity/relatedTradeOperatorIds/0']],
    ['EXPIRED', ['PARTY_NOT_ACTIVE /entity/relatedTradeOperatorIds/0']],
    ['CANCELLED', ['PARTY_NOT_ACTIVE /entity/relatedTradeOperatorIds/0']],
    ['ACTIVE', []],
  ] as const)('suspendedParty: a named party %s', (status, expected) => {
    const found = suspendedParty(links, circumstances({ parties: new Map([[PARTY_ID, party({ status })]]) }));
    expect(found.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(expected);
  });

  it('suspendedParty: itself under another kind, if suspended; expired is no hindrance', () => {
    const found = (status: Party['status']) =>
      suspendedParty(samples.producer, circumstances({ sameIdentity: [party({ status })] })).map(({ code }) => code);
    expect(found('SUSPENDED')).toEqual(['PARTY_NOT_ACTIVE']);
    expect(found('EXPIRED')).toEqual([]);
  });

  it('sharedPhone: another identity, but not its own, its owner or what belongs to it', () => {
    const holder: PhoneHolder = { filingId: 'f', entityId: 'e', identity: 'theirs', belongsTo: [] };
    const found = (submission: Submission, change: Partial<PhoneHolder>) =>
      sharedPhone(submission, circumstances({ phoneHolders: [{ ...holder, ...change }] }));
    expect(found(samples.merchant, {})).toMatchObject([{ code: 'SHARED_PHONE', severity: 'REVIEW' }]);
    expect(found(samples.merchant, {})[0]?.message).not.toContain(merchantSample().entity.contact.phone);
    expect(found(samples.merchant, { identity: 'mine' })).toEqual([]);
    expect(found(samples.merchant, { belongsTo: ['me'] })).toEqual([]);
    const payee: Submission = { kind: 'payee', entity: { ...samples.payee.entity, merchantId: 'e' } };
    expect(found(payee, {})).toEqual([]);
    expect(found(samples.payee, {})).toHaveLength(1);
  });

  it('takenStall: only where another holds it', () => {
    const stallHolder = { entityId: 'other', filingNumber: 'JY5001112026000009' };
    expect(takenStall(samples.merchant, circumstances({ stallHolder }))).toMatchObject([{ code: 'STALL_TAKEN' }]);
    expect(takenStall(samples.merchant, circumstances())).toEqual([]);
  });
});

describe('reference data', () => {
  it('has one list of tiers on every day since 2021-11-01', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4000 }), (days) => {
        const day = addDays('2021-11-01', days);
        const tiers = [...shippedOn(day).customsCreditTiers.keys()];
        expect(new Set(tiers).size).toBe(tiers.length);
        expect(tiers).toHaveLength(day < '2026-04-01' ? 3 : 5);
      }),
    );
  });

  it('holds the controls of the sample goods', () => {
    const controls = (hsCode: string) => controlsOf(hsCode, shippedOn(TODAY)).map((row) => row.control);
    expect(controls('2106909090')).toContain('INSPECTION');
    for (const hsCode of ['8205590000', '7323930000', '7317000000', '3924100000', '8413709990']) {
      expect(controls(hsCode)).toEqual([]);
    }
    expect(controlsOf('4402900000', shippedOn('2004-09-30'))).toEqual([]);
  });
});

describe('a registration', () => {
  const day = fc.integer({ min: 0, max: 5000 }).map((days) => addDays('2020-01-01', days));

  it('never outlasts its lease, its licence or three years, and lasts as long as they allow', () => {
    fc.assert(
      fc.property(day, day, day, (today, to, licence) => {
        const submission = merchantWith({
          stallLease: { from: '2019-01-01', to },
          businessLicence: { validFrom: '2019-01-01', validUntil: licence },
        });
        const until = validUntil(submission, today, shippedOn(today));
        expect(until).toBe([to, licence, lastDayOfYears(today, 3)].sort()[0]);
      }),
    );
  });

  it('has expired the day after its last', () => {
    expect(statusOn({ status: 'ACTIVE', validUntil: TODAY }, TODAY)).toBe('ACTIVE');
    expect(statusOn({ status: 'ACTIVE', validUntil: TODAY }, '2026-03-18')).toBe('EXPIRED');
    expect(statusOn({ status: 'SUSPENDED', validUntil: TODAY }, '2026-03-18')).toBe('SUSPENDED');
  });

  it('writes and compares stalls', () => {
    expect(stallText({ building: 'A区', floor: '1层', number: '018号' })).toBe('A区1层018号');
    expect(stallKey({ building: 'A区', floor: '1层', number: '018号' })).toBe(
      stallKey({ building: ' a', floor: '1', number: '18' }),
    );
    expect(stallKey({ building: 'A', number: '11' })).not.toBe(stallKey({ building: 'A', floor: '1', number: '1' }));
  });
});

describe('personal data', () => {
  const filing = (submission: Submission): Filing => ({
    id: 'filing-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9',
    districtId: '500111',
    submission,
    status: 'PENDING_REVIEW',
    revisions: [{ revision: 1, submittedBy: 'clerk', submittedAt: '2026-03-17T01:30:00.000Z' }],
    findings: [],
    decisions: [],
  });

  const secrets = (submission: Submission): string[] => {
    const { entity } = submission;
    return [
      'phone' in entity ? entity.phone : entity.contact.phone,
      ...('account' in entity ? [entity.account] : []),
      ...('certificateNumber' in entity ? [entity.certificateNumber] : []),
      ...('legalRepresentative' in entity && entity.legalRepresentative ? [entity.legalRepresentative.idNumber] : []),
    ];
  };

  it('is masked for authorities, in every kind', () => {
    for (const submission of Object.values(samples)) {
      const shown = JSON.stringify(maskedEntity(submission));
      for (const secret of secrets(submission)) expect(shown).not.toContain(secret);
    }
  });

  it('is in no event', () => {
    for (const submission of Object.values(samples)) {
      const entity = registered(filing(submission), 'JY5001112026000001', TODAY, shippedOn(TODAY));
      const event = JSON.stringify(
        entityChanged(entity, { identifierDigest: 'digest', phoneTailDigest: 'digest' }, 1, '2026-03-17T01:30:00.000Z'),
      );
      for (const secret of secrets(submission)) expect(event).not.toContain(secret);
    }
  });

  it('keeps the length and never more than it should', () => {
    expect(masked('500225190001010013', 6, 4)).toBe('500225********0013');
    fc.assert(
      fc.property(fc.string(), fc.nat(8), fc.nat(8), (value, head, tail) => {
        const shown = masked(value, head, tail);
        expect(shown).toHaveLength(value.length);
        if (value.length <= head + tail) expect(shown).toMatch(/^\**$/);
      }),
    );
  });

  it('returns nothing without a reason', () => {
    expect(() => returned(filing(samples.buyer), TODAY, shippedOn(TODAY))).toThrow('nothing calls for');
    expect(entityIdOf(filing(samples.buyer).id)).toBe('entity-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9');
  });
});
