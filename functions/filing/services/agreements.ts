import { type Caller, isParty } from '../../shared/auth/caller.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { type Finding, says } from '../../shared/kernel/finding.ts';
import { prefixOf } from '../../shared/numbers/numbers.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import type { VersionCause } from '../../shared/table/versions.ts';
import type { Write } from '../../shared/table/write.ts';
import { type Agreement, type AgreementForm, agreementFindings } from '../domain/agreement.ts';
import type { Former } from '../domain/former.ts';
import type { FilingStore } from '../store/index.ts';
import { agreementWrites } from '../store/register.ts';

/** How agreements are judged and registered: the one path of the counter and the sheet. */

/** What stands against an agreement, by its terms and its parties. */
export async function agreementJudgement(
  store: FilingStore,
  districtId: string,
  form: Parameters<typeof agreementFindings>[0],
  at: string,
  lists: Lists,
): Promise<Finding[]> {
  const today = dayInChina(at);
  const parties = await store.parties(districtId, [form.merchantId, form.tradeOperatorId], today);
  const merchant = parties.get(form.merchantId);
  const tradeOperator = parties.get(form.tradeOperatorId);
  return agreementFindings(form, { today, lists, merchant, tradeOperator });
}

/** Whether a party comes with an agreement of others; the centre registers what both have signed. */
export const isOfOthers = (caller: Caller, { merchantId, tradeOperatorId }: AgreementForm): boolean =>
  isParty(caller) && caller.entityId !== merchantId && caller.entityId !== tradeOperatorId;

export const OF_OTHERS = says('只能提出本方为委托方或受托方的协议', '请核对双方编号');

/** An agreement to be registered, or proposed to the other party. */
interface Registered {
  readonly id: string;
  readonly caller: Caller;
  readonly districtId: string;
  readonly form: AgreementForm;
  readonly at: string;
  readonly lists: Lists;
  /** What it was before, where it is taken over, and what that is called. */
  readonly former?: Former;
  readonly cause?: VersionCause;
}

/** A new agreement, in force where the centre registers it, and the writes that do. */
export async function newAgreement(
  store: FilingStore,
  { id, caller, districtId, form, at, lists, former, cause }: Registered,
): Promise<{ readonly agreement: Agreement; readonly writes: Write[] }> {
  const proposer = isParty(caller) ? caller.entityId : undefined;
  const agreement: Agreement = {
    ...form,
    ...(former && { former }),
    id,
    districtId,
    agreementNumber:
      form.agreementNumber ?? (await store.takeNumber(districtId, prefixOf('agreement', lists), dayInChina(at))),
    ...(proposer === undefined ? { status: 'IN_FORCE' } : { status: 'PROPOSED', proposedBy: proposer }),
  };
  const action = proposer === undefined ? 'REGISTER' : 'PROPOSE';
  return { agreement, writes: agreementWrites(undefined, agreement, cause ?? { actor: caller, at, action }) };
}
