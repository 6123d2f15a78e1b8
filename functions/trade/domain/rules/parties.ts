import { ADMISSION_STATUS_NAMES, ENTITY_STATUS_NAMES } from '../../../events/names.ts';
import { danger, type Finding, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { FiledParty } from '../filed.ts';
import { notFiled } from '../remedies.ts';
import type { Rule } from '../submission.ts';

/**
 * R12 and R24 (designed for this project): each party is filed in its own capacity and its filing holds on the day.
 * The trade operator is looked at where one is named.
 */
export const parties = rule<Rule>(
  {
    id: ['R12', 'R24'],
    name: '各方须在有效备案期内',
    looksAt: 'each party’s filing: there, of its kind, in force on the day',
    severity: ['DANGER'],
  },
  ({ request, filed, day }) => [
    ...inForce('/merchantId', 'merchant', '市场经营户', request.merchantId, filed.merchant, day),
    ...inForce('/buyerId', 'buyer', '境外采购商', request.buyerId, filed.buyer, day),
    ...(request.tradeOperatorId === undefined
      ? []
      : inForce(
          '/tradeOperatorId',
          'tradeOperator',
          '市场采购贸易经营者',
          request.tradeOperatorId,
          filed.tradeOperator,
          day,
        )),
  ],
);

function inForce(
  pointer: string,
  kind: string,
  label: string,
  id: string,
  party: FiledParty | undefined,
  day: string,
): Finding[] {
  if (party === undefined) return [danger('PARTY_NOT_FILED', pointer, notFiled(`${label}“${id}”`))];
  if (party.kind !== kind) {
    return [
      danger('PARTY_OF_ANOTHER_KIND', pointer, `“${party.name}”（${id}）不是备案的${label}，请改填${label}的编号`),
    ];
  }
  if (party.admission !== undefined && party.admission !== 'ADMITTED') {
    const fact = `${label}“${party.name}”在其他区县备案，本区县${ADMISSION_STATUS_NAMES[party.admission]}，不能登记交易`;
    return [danger('PARTY_NOT_ADMITTED', pointer, says(fact, `请由审核人员互认，或更换${label}`))];
  }
  if (party.status !== 'ACTIVE') {
    const status = ENTITY_STATUS_NAMES[party.status];
    return [
      danger(
        'PARTY_NOT_ACTIVE',
        pointer,
        says(`${label}“${party.name}”的备案${status}，不能登记交易`, `请先恢复其备案，或更换${label}`),
      ),
    ];
  }
  if (party.validUntil < day) {
    return [
      danger(
        'PARTY_EXPIRED',
        pointer,
        says(`${label}“${party.name}”的备案已于 ${party.validUntil} 到期，不能登记交易`, '请先办理续期'),
      ),
    ];
  }
  return [];
}
