import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { idCardCheckCharacter } from '../../../functions/filing/domain/id-card.ts';
import { identityOf } from '../../../functions/filing/domain/identity.ts';
import { birthDate } from '../../../functions/filing/domain/rules/birth-date.ts';
import { blockedParty } from '../../../functions/filing/domain/rules/blocked-party.ts';
import { lookAlikeLetters } from '../../../functions/filing/domain/rules/look-alike-letters.ts';
import type { Intake } from '../../../functions/filing/domain/rules/rule.ts';
import { Submission } from '../../../functions/filing/domain/submission.ts';
import { claims, claimWrites } from '../../../functions/filing/store/claims.ts';
import { identifier } from '../../../functions/shared/kernel/identifier.ts';
import { canonicalPhone, isChinesePhone } from '../../../functions/shared/kernel/phone.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { clerk } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { api, approved, ask, decide, filed, getFiling, runStep } from './kit.ts';
import { buyerSample, merchantSample, samples, usccOf } from './samples.ts';

const NOW = '2026-11-29T01:30:00.000Z';
const TODAY = '2026-11-29';
const registry = useRegistry(NOW);
beforeEach(() => registry.setClock(NOW));

const intake: Intake = { districtId: '500111', today: TODAY, parties: new Map(), lists: shippedOn(TODAY) };

const file = (body: unknown) => api(registry.runtime, 'fileEntity', { caller: clerk(), body });

const buyer = (n: number, change: Partial<ReturnType<typeof buyerSample>['entity']>) => ({
  kind: 'buyer' as const,
  entity: { ...buyerSample(n).entity, ...change },
});

const codesOf = (body: unknown): string[] => {
  const parsed = Submission.safeParse(body);
  if (parsed.success) return [];
  return parsed.error.issues.map((issue) => (issue.code === 'custom' ? String(issue.params?.['code']) : issue.code));
};

describe('a passport', () => {
  it('is one buyer, however its number is typed', async () => {
    const certificateNumber = 'K5983102';
    expect((await file(buyer(1, { certificateNumber }))).status).toBe(202);
    const variants = ['K 5983102', 'K-5983102', 'K598 3102', 'K5983102.', 'k5983102', 'Ｋ５９８３１０２', 'K/598.3102'];
    for (const typed of variants) {
      const reply = await file(buyer(2, { certificateNumber: typed }));
      expect([typed, reply.status, reply.body.code]).toEqual([typed, 409, 'DUPLICATE']);
    }
    expect((await file(buyer(3, { certificateNumber: 'K5983103' }))).status).toBe(202);
    expect((await file(buyer(4, { certificateNumber, nationality: 'KEN' }))).status).toBe(202);
  });

  it('is the same buyer with the words that stand before it, or is refused', async () => {
    expect((await file(buyer(11, { certificateNumber: 'Q890758' }))).status).toBe(202);
    const labelled = ['No.Q890758', 'NO Q890758', '№Q890758', 'PASSPORT Q890758', '护照Q890758', '护照号码：Q 890758'];
    for (const typed of labelled) {
      const reply = await file(buyer(12, { certificateNumber: typed }));
      expect([typed, reply.status, reply.body.code]).toEqual([typed, 409, 'DUPLICATE']);
    }
    for (const typed of ['P/Q890758', 'P/890758', 'NO 890758', 'N.890758']) {
      const reply = await file(buyer(13, { certificateNumber: typed }));
      expect([typed, reply.status]).toEqual([typed, 422]);
      expect(reply.body.errors).toMatchObject([{ code: 'FORMAT', pointer: '/entity/certificateNumber' }]);
      expect(reply.body.errors[0].action ?? reply.body.errors[0].message).toContain('只填写号码本身');
    }
    for (const [n, own] of ['P890758', 'N890758', 'NO890758', '890758'].entries()) {
      expect([own, (await file(buyer(14 + n, { certificateNumber: own }))).status]).toEqual([own, 202]);
    }
  });

  it('may be typed anew in an amendment, and is given back with a cancellation', async () => {
    const id = await approved(registry.runtime, buyer(5, { certificateNumber: 'M 1234567' }));
    const other = await approved(registry.runtime, buyer(6, { certificateNumber: 'M7654321' }));
    const typed = { entity: buyer(5, { certificateNumber: 'M1234567' }).entity, reason: '更正' };
    expect((await ask(registry.runtime, 'requestAmendment', id, typed)).status).toBe(202);
    const taken = { entity: buyer(6, { certificateNumber: 'M-123-4567' }).entity, reason: '更正' };
    const refused = await ask(registry.runtime, 'requestAmendment', other, taken);
    expect(refused.body.errors ?? refused.body).toMatchObject([{ code: 'DUPLICATE' }]);
  });

  it('is the same identity with any separators between its letters and digits', () => {
    fc.assert(
      fc.property(
        // What begins with NO or NR and a point is read as the number behind it.
        fc.stringMatching(/^[A-Z]{1,2}[0-9]{6,8}$/).filter((number) => !/^N[OR]/.test(number)),
        fc.array(fc.constantFrom('', ' ', '-', '/', '.', ' - '), { minLength: 10, maxLength: 10 }),
        (certificateNumber, between) => {
          const typed = Array.from(certificateNumber, (letter, index) => letter + between[index]).join('');
          expect(identityOf(buyer(1, { certificateNumber: typed }))).toBe(identityOf(buyer(1, { certificateNumber })));
        },
      ),
    );
  });
});

describe('a blocked party', () => {
  it.each([
    [{ name: 'Example–Blocked  Trading (F.Z.E.)' }],
    [{ name: 'ＥＸＡＭＰＬＥ BLOCKED TRADING FZE' }],
    [{ name: 'ÉXAMPLE BLOCKED TRADING FZE' }],
    [{ certificateNumber: 'X 000-0000' }],
    [{ certificateNumber: 'NO.X0000000' }],
    [{ certificateNumber: 'PASSPORT X0000000' }],
  ])('is refused as %j', (change) => {
    expect(blockedParty(buyer(1, change), intake).map(({ code }) => code)).toEqual(['BLOCKED_PARTY']);
  });

  it('is not every other', () => {
    expect(blockedParty(buyer(1, { name: 'EXAMPLE TRADING FZE' }), intake)).toEqual([]);
  });
});

describe('text that is not what it seems', () => {
  it.each([
    '大足\u200B商行',
    '大足\u00AD商行',
    '大足\u2060',
    '大\u200D足',
    '\uE863商行',
    '大足\uFFFD',
    '大足\u3164',
    '大\u202E足',
  ])('is refused: %j', (name) => {
    const { entity } = merchantSample(1);
    expect(codesOf({ kind: 'merchant', entity: { ...entity, name } })).toHaveLength(1);
    const stall = { ...entity.stall, number: name };
    expect(codesOf({ kind: 'merchant', entity: { ...entity, stall } })).toHaveLength(1);
  });

  it('goes to the reviewer where letters of two scripts mix', () => {
    const { entity } = merchantSample(1);
    const found = lookAlikeLetters(
      { kind: 'merchant', entity: { ...entity, name: 'Тop五金', stall: { building: 'А区', number: 'К18' } } },
      intake,
    );
    expect(found.map(({ severity, pointer }) => `${severity} ${pointer}`)).toEqual([
      'REVIEW /entity/name',
      'REVIEW /entity/stall/building',
      'REVIEW /entity/stall/number',
    ]);
    for (const sample of Object.values(samples)) expect(lookAlikeLetters(sample, intake)).toEqual([]);
  });
});

describe('a shared phone', () => {
  it('is found behind a hundred of the same hand', async () => {
    const { table, newUlid } = registry.runtime;
    const phone = '13912345678';
    const { entity } = merchantSample(501);
    const owner = { kind: 'merchant' as const, entity: { ...entity, contact: { name: '李敏', phone } } };
    const merchantId = identifier('entity', '500111', newUlid());
    const claimant = (submission: Submission, id = identifier('filing', '500111', newUlid())) => ({
      id,
      districtId: '500111',
      submission,
      change: undefined,
    });
    for (let n = 0; n < 120; n += 1) {
      const payee = { ...samples.payee.entity, account: `62284800000${1000 + n}`, merchantId };
      const submission = { kind: 'payee' as const, entity: { ...payee, contact: { name: '李敏', phone } } };
      await table.commit(claimWrites(claimant(submission)));
    }
    const self = claimant(owner, merchantId.replace('entity-', 'filing-'));
    expect(await claims(table).phoneHolders(self)).toEqual([]);
    const stranger = claimant({
      ...samples.producer,
      entity: { ...samples.producer.entity, unifiedSocialCreditCode: usccOf(888), contact: owner.entity.contact },
    });
    await table.commit(claimWrites(stranger));
    const found = await claims(table).phoneHolders(self);
    expect(found.map(({ filingId }) => filingId)).toEqual([stranger.id]);
  });
});

describe('the search', () => {
  it('finds a name however either was typed', async () => {
    await approved(registry.runtime, buyer(401, { name: 'JOSÉ GARCÍA E HIJOS SL', certificateNumber: 'ZZ100401' }));
    await approved(registry.runtime, buyer(402, { name: 'AL FALAH SAMPLE', certificateNumber: 'ZZ 100402' }));
    const merchant = merchantSample(403);
    await approved(registry.runtime, { ...merchant, entity: { ...merchant.entity, name: '大足区（龙水）试验商行' } });
    await approved(registry.runtime, {
      kind: 'producer',
      entity: { ...samples.producer.entity, name: '大足⾦⼑⼯具厂' },
    });
    const found = async (q: string): Promise<string[]> => {
      const { body } = await api(registry.runtime, 'listEntities', { caller: clerk(), query: { q } });
      return body.items.map(({ name }: { name: string }) => name);
    };
    for (const q of ['JOSÉ', 'JOSE\u0301', 'josé garcía', 'JOSE', 'jose  garcia']) {
      expect([q, ...(await found(q))]).toEqual([q, 'JOSÉ GARCÍA E HIJOS SL']);
    }
    for (const q of ['(龙水)', '（龙水）', '龙水）试验']) {
      expect([q, ...(await found(q))]).toEqual([q, '大足区（龙水）试验商行']);
    }
    for (const q of ['金刀工具', '⾦⼑⼯具']) expect([q, ...(await found(q))]).toEqual([q, '大足⾦⼑⼯具厂']);
    for (const q of ['AL  FALAH', 'ＡＬ ＦＡＬＡＨ', 'al-falah', 'ZZ100402', 'zz-100 402']) {
      expect([q, ...(await found(q))]).toEqual([q, 'AL FALAH SAMPLE']);
    }
    for (const q of ['No.ZZ100402', '护照号码：ZZ100402', 'Passport ZZ100402']) {
      expect([q, ...(await found(q))]).toEqual([q, 'AL FALAH SAMPLE']);
    }
    expect(await found('ZZ10040')).toEqual([]);
    expect(await found('-')).toEqual([]);
  });
});

/** An ID number of a region and a day of birth, its check character right. */
const idNumber = (born: string, region = '500225'): string => {
  const number = `${region}${born.replaceAll('-', '')}001`;
  return number + idCardCheckCharacter(number);
};

const merchantBorn = (number: string) => {
  const { entity } = merchantSample(1);
  return {
    kind: 'merchant' as const,
    entity: { ...entity, legalRepresentative: { name: '郑小兰', idType: 'ID_CARD' as const, idNumber: number } },
  };
};

describe('a birth date', () => {
  it.each([
    ['2099-01-01', ['DANGER']],
    ['2026-11-30', ['DANGER']],
    ['2026-11-29', ['DANGER']],
    ['2020-01-01', ['DANGER']],
    ['2010-11-30', ['DANGER']],
    ['2010-11-29', ['REVIEW']],
    ['2008-11-30', ['REVIEW']],
    ['2008-11-29', []],
    ['2008-02-29', []],
    ['1980-01-01', []],
    ['1900-01-01', []],
    ['1899-12-31', ['DANGER']],
    ['1850-01-01', ['DANGER']],
  ])('of %s is judged by the day of filing: %j', (born, severities) => {
    expect(birthDate(merchantBorn(idNumber(born)), intake).map(({ severity }) => severity)).toEqual(severities);
  });

  it.each(['500225209901010016', '500225202611300013', '500225185001010017', '500225202001010019'])(
    'in %s is refused at the door',
    async (number) => {
      const reply = await file(merchantBorn(number));
      expect(reply.status).toBe(422);
      expect(reply.body.errors).toMatchObject([{ pointer: '/entity/legalRepresentative/idNumber' }]);
    },
  );
});

describe('an ID number', () => {
  it.each(['110105', '500225', '710000', '810000', '820000', '830000', '911124', '950840'])(
    'may begin with %s',
    (region) => {
      expect(codesOf(merchantBorn(idNumber('1980-01-01', region)))).toEqual([]);
    },
  );

  it.each(['999999', '990124', '160101', '840000', '100000', '980000'])('does not begin with %s', (region) => {
    expect(codesOf(merchantBorn(idNumber('1980-01-01', region)))).toEqual(['ID_CARD_REGION']);
  });

  it.each(['500225 19800101 001x', '５００２２５１９８００１０１００１Ｘ', '500225-19800101-001X'])(
    'may be typed as %s',
    (typed) => {
      const parsed = Submission.parse(merchantBorn(typed));
      expect(parsed.kind === 'merchant' && parsed.entity.legalRepresentative.idNumber).toBe('50022519800101001X');
    },
  );
});

describe('a plate', () => {
  const carrier = (...plates: string[]) => ({
    kind: 'carrier',
    entity: { ...samples.carrier.entity, vehicles: plates.map((plate) => ({ plate })) },
  });

  it.each([
    ['粤Z1234港', '粤Z1234港'],
    ['粤ZAB12澳', '粤ZAB12澳'],
    ['渝A1234学', '渝A1234学'],
    ['渝A1234警', '渝A1234警'],
    ['渝A1234超', '渝A1234超'],
    ['渝A1234挂', '渝A1234挂'],
    ['渝A12345临', '渝A12345临'],
    ['渝A·12345', '渝A12345'],
    ['渝A 12345', '渝A12345'],
    ['渝a-d12345', '渝AD12345'],
    ['渝AF12345', '渝AF12345'],
    ['粤Ｚ・1234港'.replace('・', '·'), '粤Z1234港'],
  ])('is %s', (typed, plate) => {
    const parsed = Submission.parse(carrier(typed));
    expect(parsed.kind === 'carrier' && parsed.entity.vehicles).toEqual([{ plate }]);
  });

  it.each(['渝Z1234港', '粤A1234港', '渝A1234', '渝A1234567', '渝A123O5', '渝A1234危', '12345', '粤Z12345港'])(
    'is not %s',
    (typed) => {
      expect(codesOf(carrier(typed))).toEqual(['FORMAT']);
    },
  );

  it('stands once in a fleet', () => {
    expect(codesOf(carrier('渝A·12345', '渝A12345'))).toEqual(['REPEATED']);
  });
});

describe('a phone of an organisation', () => {
  it.each([
    ['023-43700000-801', '02343700000-801'],
    ['023-43700000转801', '02343700000-801'],
    ['(023)43700000 ext. 801', '02343700000-801'],
    ['+86 23 4370 0000-801', '02343700000-801'],
    ['400-820-8820', '4008208820'],
    ['400-820-8820-1', '4008208820-1'],
    ['+852 2123 4567', '+85221234567'],
    ['00852-21234567', '+85221234567'],
    ['+853 2812 3456', '+85328123456'],
    ['+886 2 2345 6789', '+886223456789'],
    ['（０２３）４３７０００００', '02343700000'],
  ])('is %s', (typed, canonical) => {
    const { entity } = samples.producer;
    expect(codesOf({ kind: 'producer', entity: { ...entity, contact: { name: '李敏', phone: typed } } })).toEqual([]);
    const folded = typed.normalize('NFKC').toUpperCase();
    expect(canonicalPhone(folded)).toBe(canonical);
    expect(canonicalPhone(canonical)).toBe(canonical);
    expect(isChinesePhone(canonical)).toBe(true);
  });

  it.each(['+971500000001', '+852123', '139-0000-0001-801', '400-820', '43700000'])('is not %s', (typed) => {
    expect(isChinesePhone(canonicalPhone(typed))).toBe(false);
  });
});

describe('a term that reaches into a year whose holidays are not published', () => {
  it.each([
    ['2026-12-29T02:00:00.000Z', '2027-01-04', '2027-01-13T16:00:00.000Z'],
    ['2026-12-30T02:00:00.000Z', '2027-01-05', '2027-01-14T16:00:00.000Z'],
  ])('counts New Year’s Day of 2027 as the holiday that it is: from %s', async (at, dueOn, answerBy) => {
    registry.setClock(at);
    const certificateNumber = `NY${dueOn.replaceAll('-', '')}`;
    const id = await filed(registry.runtime, buyer(601, { certificateNumber }));
    expect((await getFiling(registry.runtime, id)).body.review.dueOn).toBe(dueOn);
    await decide(registry.runtime, id, { decision: 'RETURN', reasons: ['缺少证件'] });
    await runStep(registry.runtime, 'ReturnFiling', { filingId: id, revision: 1 });
    expect((await getFiling(registry.runtime, id)).body.answerBy).toBe(answerBy);
  });
});
