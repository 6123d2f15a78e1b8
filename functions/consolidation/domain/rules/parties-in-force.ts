import { ADMISSION_STATUS_NAMES, ENTITY_STATUS_NAMES } from '../../../events/names.ts';
import { dayInChina } from '../../../shared/kernel/china-time.ts';
import { danger, type Finding, notYet, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { type Application, known, type Rule } from '../application.ts';
import { PARTY_KINDS, type PartyKind } from '../party.ts';

/** R24: consolidator, trade operator and buyers are filed in the district and in force (designed for this project). */
export const partiesInForce = rule<Rule>(
  {
    id: 'R24',
    name: '各方须在有效备案期内',
    looksAt: 'the filings of consolidator, trade operator and buyers: there, of their kind, in force on the day',
    severity: ['DANGER'],
  },
  (application) => {
    const { request } = application;
    const buyers = known(application).map(({ snapshot, pointer }) => [snapshot.buyerId, pointer] as const);
    return [
      ...check(application, 'consolidator', request.consolidatorId, '/consolidatorId'),
      ...check(application, 'tradeOperator', request.tradeOperatorId, '/tradeOperatorId'),
      ...[...new Map(buyers.toReversed())].flatMap(([buyerId, pointer]) =>
        check(application, 'buyer', buyerId, pointer),
      ),
    ];
  },
);

function check({ parties, at }: Application, kind: PartyKind, entityId: string, pointer: string): Finding[] {
  const label = PARTY_KINDS[kind];
  const party = parties.get(entityId);
  if (party === undefined) {
    return [
      danger(
        'R24_PARTY_NOT_FILED',
        pointer,
        notYet(`${label} ${entityId} 未备案，或刚备案尚未生效（通常几秒内）`, '请核对编号或稍后重试'),
      ),
    ];
  }
  if (party.kind !== kind) {
    return [
      danger('R24_PARTY_KIND', pointer, says(`“${party.name}”备案的身份不是${label}`, `请改用其${label}备案的编号`)),
    ];
  }
  if (party.admission !== undefined && party.admission !== 'ADMITTED') {
    const fact = `${label}“${party.name}”在其他区县备案，本区县${ADMISSION_STATUS_NAMES[party.admission]}，不能组货`;
    return [danger('R24_PARTY_NOT_ADMITTED', pointer, says(fact, `请由审核人员互认，或更换${label}`))];
  }
  if (party.status !== 'ACTIVE') {
    return [
      danger(
        'R24_PARTY_NOT_ACTIVE',
        pointer,
        says(
          `${label}“${party.name}”的备案${ENTITY_STATUS_NAMES[party.status]}，不能组货`,
          `请先恢复备案或更换${label}`,
        ),
      ),
    ];
  }
  return party.validUntil < dayInChina(at)
    ? [
        danger(
          'R24_PARTY_EXPIRED',
          pointer,
          says(`${label}“${party.name}”的备案已于 ${party.validUntil} 到期`, '请先办理续期'),
        ),
      ]
    : [];
}
