import type { EntityKind } from '../../events/entity.ts';
import type { Post } from '../../shared/kernel/assignment.ts';
import { danger, type Finding, notYet, says } from '../../shared/kernel/finding.ts';
import { CITY, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { ROLE_NAMES, type Role } from '../../shared/kernel/role.ts';
import { type Account, isLive } from './account.ts';
import type { Party } from './party.ts';
import { isPlaceFor, PARTY_ROLES } from './powers.ts';

/** A post that is asked for, with its term. */
export type AskedPost = Omit<Post, 'assignmentId'> & { readonly from: string; readonly until?: string | undefined };

/** The kinds of party in whose name the parties' roles act. */
const ACT_FOR: Readonly<Partial<Record<Role, readonly EntityKind[]>>> = {
  merchant: ['merchant'],
  agent: ['tradeOperator', 'consolidator', 'customsBroker', 'freightForwarder', 'warehouse', 'carrier'],
};

/**
 * What stands against a post, all at once.
 *
 * @param districts that have a centre, the city's and the trial's
 * @param party what is known of the party that it names
 * @param today in China
 * @param at JSON Pointer of the request's part that asks for it
 */
export function postFindings(
  asked: AskedPost,
  districts: readonly string[],
  party: Party | undefined,
  today: string,
  at: string,
): Finding[] {
  const { role, districtId } = asked;
  const name = ROLE_NAMES[role];
  const findings: Finding[] = [];
  const refuse = (code: string, field: string, fact: string, remedy: string): void =>
    void findings.push(danger(code, `${at}/${field}`, says(fact, remedy)));
  if (!districts.includes(districtId)) {
    refuse('DISTRICT', 'districtId', `没有区县“${districtId}”的服务中心`, '请核对区县代码');
  } else if (!isPlaceFor(asked)) {
    const remedy = role === 'operator' ? `请填写市级代码 ${CITY}` : '请填写该岗位所在区县的代码';
    refuse('DISTRICT_OF_ROLE', 'districtId', `“${name}”不能设在 ${districtId}`, remedy);
  }
  findings.push(...partyFindings(asked, party, at));
  for (const [field, label, of] of [
    ['authority', '监管部门', 'agency'],
    ['bankCode', '联行号', 'bank'],
  ] as const) {
    const isGiven = asked[field] !== undefined;
    if (role === of && !isGiven) refuse('REQUIRED', field, `“${name}”须写明${label}`, `请填写${label}`);
    if (role !== of && isGiven) refuse('NOT_OF_ROLE', field, `“${name}”没有${label}`, `请去掉${label}`);
  }
  const { from, until } = asked;
  if (from < today) refuse('TERM', 'from', `开始日期 ${from} 早于今天`, '请填写今天或以后的日期');
  if (until !== undefined && until < from)
    refuse('TERM', 'until', `结束日期 ${until} 早于开始日期 ${from}`, '请改正期限');
  // The city must never be left without one on some morning.
  if (role === 'operator' && (until !== undefined || from > today)) {
    refuse('TERM_OF_OPERATOR', 'until', `“${name}”自确认之日起，不设期限`, '请去掉开始和结束日期，需要时再结束岗位');
  }
  return findings;
}

function partyFindings({ role, districtId, entityId }: AskedPost, party: Party | undefined, at: string): Finding[] {
  const pointer = `${at}/entityId`;
  const name = ROLE_NAMES[role];
  if (!PARTY_ROLES.has(role)) {
    return entityId === undefined
      ? []
      : [danger('NOT_OF_ROLE', pointer, says(`“${name}”不代表任何主体`, '请去掉主体编号'))];
  }
  if (entityId === undefined)
    return [danger('REQUIRED', pointer, says(`“${name}”须写明代表哪个主体`, '请填写主体编号'))];
  // Of another district nothing is told, not even whether it is there.
  if (parseIdentifier('entity', entityId)?.districtId !== districtId || !party) {
    return [danger('ENTITY_UNKNOWN', pointer, notYet('本区县没有这个已备案主体', '请核对编号；刚备案的请稍后再试'))];
  }
  if (!ACT_FOR[role]?.includes(party.kind)) {
    return [danger('ENTITY_KIND', pointer, says(`“${name}”不能代表这类主体`, '请核对岗位和主体'))];
  }
  return party.status === 'ACTIVE'
    ? []
    : [danger('ENTITY_NOT_ACTIVE', pointer, says('该主体的备案不在有效状态', '请先恢复或续期备案'))];
}

/** Whether an account has, or may soon have, the post already. */
export const hasPost = ({ assignments }: Pick<Account, 'assignments'>, asked: AskedPost): boolean =>
  assignments.some(
    (one) =>
      isLive(one) &&
      (one.until === undefined || one.until >= asked.from) &&
      (['role', 'districtId', 'entityId', 'authority', 'bankCode'] as const).every(
        (field) => one[field] === asked[field],
      ),
  );
