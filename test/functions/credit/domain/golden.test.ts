import { describe, expect, it } from 'vitest';
import { dayOf } from '../../../../functions/credit/domain/day.ts';
import type { Fact } from '../../../../functions/credit/domain/fact.ts';
import { score } from '../../../../functions/credit/domain/score.ts';
import type { EntityKind } from '../../../../functions/events/entity.ts';
import { BOOK, fact } from './kit.ts';

/**
 * Computed by hand from the first scorecard: base 80; caps 主体 10, 溯源 25, 申报 25, 税汇 20, 物流 10, 配合 10; bonuses to 20.
 * Scored on 2026-06-01; registered on 2025-01-10 (over 12 months of history) unless told. 12 months without a record, since
 * the filing or the last fact that takes points, give 6 by themselves.
 */
const vectors: [
  what: string,
  kind: EntityKind,
  facts: Fact[],
  expected: [score: number, grade: string, points: number[]],
  more?: { registeredOn?: string; asOf?: string },
][] = [
  ['nothing is known of a new entity: the base, B', 'merchant', [], [80, 'B', []], { registeredOn: '2025-06-02' }],
  // filed on 2025-06-01, so clean for 12 months to the day: 80 + 6
  ['the first day after 12 clean months', 'merchant', [], [86, 'B', [6]], { registeredOn: '2025-06-01' }],
  // 80 - 3
  ['one complaint', 'merchant', [fact('COMPLAINT_UPHELD@2026-05-01')], [77, 'B', [-3]]],
  // 80 - 5 = 75, the lowest B
  ['the lowest B', 'merchant', [fact('FILING_DATA_FALSE@2026-05-01')], [75, 'B', [-5]]],
  // 80 - 5 - 1 = 74
  [
    'the highest C',
    'merchant',
    [fact('FILING_DATA_FALSE@2026-05-01'), fact('TRADE_ENTERED_AFTER_HANDOVER@2026-05-02')],
    [74, 'C', [-5, -1]],
  ],
  // 主体: 5 + 5 = 10, the cap exactly; 80 - 10
  [
    'a group at its cap',
    'merchant',
    [fact('FILING_DATA_FALSE@2026-05-01'), fact('ADDRESS_UNREACHABLE@2026-05-02')],
    [70, 'C', [-5, -5]],
  ],
  // 主体: 5 + 2 + 5 + 5 = 17, capped at 10: 5, 2, 3, 0 in the card's order
  [
    'a group over its cap',
    'merchant',
    [
      fact('ADDRESS_UNREACHABLE@2026-05-01'),
      fact('LICENCE_OR_LEASE_EXPIRED@2026-05-02'),
      fact('FILING_CHANGE_UNREPORTED@2026-05-03'),
      fact('FILING_DATA_FALSE@2026-05-04'),
    ],
    [70, 'C', [-5, -2, -3, 0]],
  ],
  // 配合: 8 + 8 capped at 10; 80 - 10
  [
    'two facts of one group',
    'merchant',
    [fact('CHECK_OBSTRUCTED@2026-05-01'), fact('COUNTERFEIT_SEIZED@2026-05-01')],
    [70, 'C', [-8, -2]],
  ],
  // the same indicator each time: 1 + 1 + 1
  [
    'three amended declarations',
    'customsBroker',
    [
      fact('DECLARATION_AMENDED@2026-05-01'),
      fact('DECLARATION_AMENDED@2026-05-02'),
      fact('DECLARATION_AMENDED@2026-05-03'),
    ],
    [77, 'B', [-1, -1, -1]],
  ],
  // 溯源 8 + 3, 申报 10: 80 - 21 = 59
  [
    'the highest D',
    'tradeOperator',
    [
      fact('GOODS_OUT_OF_SCOPE@2026-05-01'),
      fact('VOUCHER_NOT_SUPPLIED@2026-05-01'),
      fact('DECLARATION_SPLIT@2026-05-01'),
    ],
    [59, 'D', [-3, -8, -10]],
  ],
  // 溯源 8 + 1 + 1, 申报 10: 80 - 20 = 60
  [
    'the lowest C',
    'tradeOperator',
    [
      fact('TRADE_ENTERED_AFTER_HANDOVER@2026-05-01'),
      fact('TRADE_ENTERED_AFTER_HANDOVER@2026-05-02'),
      fact('GOODS_OUT_OF_SCOPE@2026-05-01'),
      fact('DECLARATION_SPLIT@2026-05-01'),
    ],
    [60, 'C', [-1, -1, -8, -10]],
  ],
  // a veto takes base and bonuses, 80 + 20 = 100, so nothing is left: max(80 - 100, 0)
  ['a veto', 'merchant', [fact('SMUGGLING@2026-05-01')], [0, 'D', [-100]]],
  // 80 + 6 + 3 + 3 + 2 - 100 = -6, held at 0; the veto ends the clean period besides
  [
    'a veto against every bonus',
    'tradeOperator',
    [
      fact('AEO_ADVANCED@2026-05-01'),
      fact('TAX_ON_TIME_TWELVE_MONTHS@2026-05-01'),
      fact('FIFTY_CLEAN_DECLARATIONS@2026-05-01'),
      fact('COMPLIANCE_TRAINING@2026-05-01'),
      fact('JUDGMENT_DEFAULTER@2026-05-01'),
    ],
    [0, 'D', [-100, 6, 3, 3, 2]],
  ],
  // 16 clean months 6, then 80 + 6 + 6 + 3 + 3 + 2 = 100: all bonuses are the cap exactly
  [
    'every bonus',
    'tradeOperator',
    [
      fact('AEO_ADVANCED@2026-05-01'),
      fact('TAX_ON_TIME_TWELVE_MONTHS@2026-05-01'),
      fact('FIFTY_CLEAN_DECLARATIONS@2026-05-01'),
      fact('COMPLIANCE_TRAINING@2026-05-01'),
    ],
    [100, 'A', [6, 6, 3, 3, 2]],
  ],
  // AEO counts once, as the better of the two: 80 + 6, and 6 for 16 clean months
  [
    'two grades of certification',
    'tradeOperator',
    [fact('AEO_CERTIFIED@2025-09-01'), fact('AEO_ADVANCED@2026-05-01')],
    [92, 'A', [6, 6, 0]],
  ],
  // 80 + 2, not + 4, in the first year
  [
    'the same training twice',
    'merchant',
    [fact('COMPLIANCE_TRAINING@2026-01-01'), fact('COMPLIANCE_TRAINING@2026-05-01')],
    [82, 'B', [2, 0]],
    { registeredOn: '2025-12-01' },
  ],
  // 80 + 6 + 4 = 90, with 16 months of history
  ['the lowest A', 'merchant', [fact('AEO_CERTIFIED@2026-05-01')], [90, 'A', [6, 4]]],
  // 80 + 6 + 3 = 89
  ['the highest B', 'merchant', [fact('TAX_ON_TIME_TWELVE_MONTHS@2026-05-01')], [89, 'B', [6, 3]]],
  // 12 months to the day
  [
    'an A on the first day of its history of 12 months',
    'merchant',
    [fact('AEO_CERTIFIED@2026-05-01')],
    [90, 'A', [6, 4]],
    { registeredOn: '2025-06-01' },
  ],
  // one day short of the clean period and of the history: 80 + 6 + 3 + 3 = 92, yet B
  [
    'a B on the day before',
    'merchant',
    [
      fact('AEO_ADVANCED@2026-05-01'),
      fact('TAX_ON_TIME_TWELVE_MONTHS@2026-05-01'),
      fact('FIFTY_CLEAN_DECLARATIONS@2026-05-01'),
    ],
    [92, 'B', [6, 3, 3]],
    { registeredOn: '2025-06-02' },
  ],
  // 80 + 6 + 3 + 3 + 2 - 3 = 91, but a general fact bars A
  [
    'a general fact bars A',
    'tradeOperator',
    [
      fact('CUSTOMS_WARNING@2025-07-01'),
      fact('AEO_ADVANCED@2026-05-01'),
      fact('TAX_ON_TIME_TWELVE_MONTHS@2026-05-01'),
      fact('FIFTY_CLEAN_DECLARATIONS@2026-05-01'),
      fact('COMPLIANCE_TRAINING@2026-05-01'),
    ],
    [91, 'B', [-3, 6, 3, 3, 2]],
  ],
  // 80 + 6 + 3 + 3 + 2 - 3 = 91; a minor fact does not
  [
    'a minor fact does not bar A',
    'tradeOperator',
    [
      fact('COMPLAINT_UPHELD@2026-05-01'),
      fact('AEO_ADVANCED@2026-05-01'),
      fact('TAX_ON_TIME_TWELVE_MONTHS@2026-05-01'),
      fact('FIFTY_CLEAN_DECLARATIONS@2026-05-01'),
      fact('COMPLIANCE_TRAINING@2026-05-01'),
    ],
    [91, 'A', [-3, 6, 3, 3, 2]],
  ],
  // 80 - 3 + 6 + 3 + 3 + 2 = 91, but what bars A from general on bars it for serious too
  [
    'a serious fact bars A',
    'tradeOperator',
    [
      fact('COMPLAINT_UPHELD@2026-05-01', { severity: 'SERIOUS' }),
      fact('AEO_ADVANCED@2026-05-01'),
      fact('TAX_ON_TIME_TWELVE_MONTHS@2026-05-01'),
      fact('FIFTY_CLEAN_DECLARATIONS@2026-05-01'),
      fact('COMPLIANCE_TRAINING@2026-05-01'),
    ],
    [91, 'B', [-3, 6, 3, 3, 2]],
  ],
  // minor, 3 months from 2026-03-02: through 2026-06-01
  ['the last day of a minor fact', 'merchant', [fact('COMPLAINT_UPHELD@2026-03-02')], [77, 'B', [-3]]],
  ['the day after', 'merchant', [fact('COMPLAINT_UPHELD@2026-03-01')], [80, 'B', []]],
  // general, 12 months from 2025-06-02: through 2026-06-01
  ['the last day of a general fact', 'merchant', [fact('CHECK_OBSTRUCTED@2025-06-02')], [72, 'C', [-8]]],
  // and 12 months since the fact are clean: 80 + 6
  ['the day after it', 'merchant', [fact('CHECK_OBSTRUCTED@2025-06-01')], [86, 'B', [6]]],
  // minor, ended on 2025-09-01; but 12 months since the fact are not over before 2026-06-02
  [
    'a fact whose term is over still breaks the clean period',
    'merchant',
    [fact('COMPLAINT_UPHELD@2025-06-02')],
    [80, 'B', []],
  ],
  // serious, 36 months from 2023-06-02: through 2026-06-01
  [
    'the last day of a veto',
    'merchant',
    [fact('TRADE_FABRICATED@2023-06-02')],
    [0, 'D', [-100]],
    { registeredOn: '2023-01-01' },
  ],
  [
    'the day after a veto',
    'merchant',
    [fact('TRADE_FABRICATED@2023-06-01')],
    [86, 'B', [6]],
    { registeredOn: '2023-01-01' },
  ],
  // the fact is of tomorrow; until then 16 months are clean
  ['a fact of tomorrow', 'merchant', [fact('COMPLAINT_UPHELD@2026-06-02')], [86, 'B', [6]]],
  ['a fact of today', 'merchant', [fact('COMPLAINT_UPHELD@2026-06-01')], [77, 'B', [-3]]],
  // splitting is a trade operator's fault only; the smuggling veto is everybody's
  ['a fact of another kind', 'merchant', [fact('DECLARATION_SPLIT@2026-05-01')], [86, 'B', [6]]],
  ['an indicator that is not on the card', 'merchant', [fact('SPITTING@2026-05-01')], [86, 'B', [6]]],
  // nobody records a clean period; as a fact it is not known
  [
    'a clean period that was recorded',
    'merchant',
    [fact('CLEAN_TWELVE_MONTHS@2026-05-01')],
    [80, 'B', []],
    { registeredOn: '2025-12-01' },
  ],
  // the authority called it minor: 3 months, not 12; ended 2026-05-31
  [
    'a general indicator called minor',
    'merchant',
    [fact('CHECK_OBSTRUCTED@2026-03-01', { severity: 'MINOR' })],
    [80, 'B', []],
  ],
  // the authority called it serious: 12 months at least, not 3
  [
    'a minor indicator called serious',
    'merchant',
    [fact('COMPLAINT_UPHELD@2025-07-01', { severity: 'SERIOUS' })],
    [77, 'B', [-3]],
  ],
  // repaired as of today, and no longer held against the clean period: 80 + 6
  ['a repaired fact', 'merchant', [fact('CHECK_OBSTRUCTED@2026-01-01', { ended: '2026-06-01' })], [86, 'B', [6]]],
  [
    'a fact repaired from tomorrow on',
    'merchant',
    [fact('CHECK_OBSTRUCTED@2026-01-01', { ended: '2026-06-02' })],
    [72, 'C', [-8]],
  ],
  // suspended, for the clean period too: 80 + 6
  ['a disputed fact', 'merchant', [fact('CHECK_OBSTRUCTED@2026-01-01', { from: '2026-06-01' })], [86, 'B', [6]]],
  [
    'a fact disputed from tomorrow on',
    'merchant',
    [fact('CHECK_OBSTRUCTED@2026-01-01', { from: '2026-06-02' })],
    [72, 'C', [-8]],
  ],
  [
    'a fact upheld today',
    'merchant',
    [fact('CHECK_OBSTRUCTED@2026-01-01', { from: '2026-05-20', until: '2026-06-01' })],
    [72, 'C', [-8]],
  ],
  [
    'a fact to be upheld tomorrow',
    'merchant',
    [fact('CHECK_OBSTRUCTED@2026-01-01', { from: '2026-05-20', until: '2026-06-02' })],
    [86, 'B', [6]],
  ],
  // a veto goes on while disputed
  ['a disputed veto', 'merchant', [fact('SMUGGLING@2026-01-01', { from: '2026-05-20' })], [0, 'D', [-100]]],
  // 主体 10, 溯源 16, 申报 25 of 36, 税汇 20 of 30, 配合 10 of 11: 80 - 81 = -1, held at 0
  [
    'no score below 0',
    'tradeOperator',
    [
      fact('FILING_DATA_FALSE@2026-05-01'),
      fact('ADDRESS_UNREACHABLE@2026-05-01'),
      fact('GOODS_OUT_OF_SCOPE@2026-05-01'),
      fact('GOODS_OUT_OF_SCOPE@2026-05-02'),
      fact('CUSTOMS_FINE_FROM_10000@2026-05-01'),
      fact('CUSTOMS_FINE_FROM_10000@2026-05-02'),
      fact('CUSTOMS_FINE_FROM_10000@2026-05-03'),
      fact('SAFE_CLASS_C@2026-05-01'),
      fact('TAX_CREDIT_D@2026-05-01'),
      fact('CHECK_OBSTRUCTED@2026-05-01'),
      fact('COMPLAINT_UPHELD@2026-05-01'),
    ],
    [0, 'D', [-5, -5, -8, -8, -12, -12, -1, -15, -5, -3, -7]],
  ],
];

describe('golden vectors', () => {
  it('are at least 30', () => expect(vectors.length).toBeGreaterThanOrEqual(30));

  it.each(vectors)('%s', (_what, kind, facts, [points, grade, contributions], more = {}) => {
    const { registeredOn = '2025-01-10', asOf = '2026-06-01' } = more;
    const assessment = score(facts, BOOK, dayOf(asOf), { kind, registeredOn: dayOf(registeredOn) });
    expect([assessment.score, assessment.grade, assessment.contributions.map((one) => one.points)]).toEqual([
      points,
      grade,
      contributions,
    ]);
  });
});

describe('explanations', () => {
  const entity = { kind: 'merchant', registeredOn: dayOf('2026-01-10') } as const;
  const asOf = dayOf('2026-06-01');

  it('say by what cap a fact counts less', () => {
    const { contributions } = score(
      [
        fact('CHECK_OBSTRUCTED@2026-05-01'),
        fact('CHECK_OBSTRUCTED@2026-05-02'),
        fact('COMPLIANCE_TRAINING@2026-05-01'),
        fact('COMPLIANCE_TRAINING@2026-05-02'),
      ],
      BOOK,
      asOf,
      entity,
    );
    expect(contributions.map(({ reason }) => reason)).toEqual([
      '阻碍检查：一般失信，扣 8 分',
      '阻碍检查：一般失信，扣 8 分；“社会责任与配合”合计至多扣 10 分，本条实计 2 分',
      '参加合规培训：加 2 分',
      '参加合规培训：加 2 分；同类加分只计一次，加分合计至多 20 分，本条实计 0 分',
    ]);
  });

  it('name the four indicators that took most, with all they took', () => {
    const { reasons } = score(
      [
        fact('COMPLAINT_UPHELD@2026-05-01'),
        fact('CUSTOMS_WARNING@2026-05-01'),
        fact('CUSTOMS_WARNING@2026-05-02'),
        fact('FILING_CHANGE_UNREPORTED@2026-05-01'),
        fact('TRADE_ENTERED_AFTER_HANDOVER@2026-05-01'),
        fact('GOODS_OUT_OF_SCOPE@2026-05-01'),
        fact('COMPLIANCE_TRAINING@2026-05-01'),
      ],
      BOOK,
      asOf,
      entity,
    );
    expect(reasons.map(({ indicator, points }) => [indicator, points])).toEqual([
      ['GOODS_OUT_OF_SCOPE', -8],
      ['CUSTOMS_WARNING', -6],
      ['COMPLAINT_UPHELD', -3],
      ['FILING_CHANGE_UNREPORTED', -2],
    ]);
  });

  it('say what is missing for the next grade', () => {
    const facts = [fact('CHECK_OBSTRUCTED@2026-03-10'), fact('ADDRESS_UNREACHABLE@2026-04-01')];
    // 80 - 8 - 5 = 67: C, 8 short of B
    expect(score(facts, BOOK, asOf, entity).missing).toEqual([{ code: 'SCORE', points: 8 }]);
    const better = [
      fact('FILING_DATA_FALSE@2026-03-10'),
      fact('ADDRESS_UNREACHABLE@2026-04-01', { severity: 'MINOR' }),
      fact('AEO_ADVANCED@2026-05-01'),
    ];
    // 80 - 5 - 5 + 6 = 76: B; 14 short of A, filed for too short a time, a general fact through 2027-03-09
    expect(score(better, BOOK, asOf, entity).missing).toEqual([
      { code: 'SCORE', points: 14 },
      { code: 'HISTORY', from: dayOf('2027-01-10') },
      { code: 'RECORD', until: dayOf('2027-03-09') },
    ]);
  });
});
