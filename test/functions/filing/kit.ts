import { build as buildApi } from '../../../functions/filing/api.ts';
import { filingApi } from '../../../functions/filing/contract.ts';
import { build as buildApprove } from '../../../functions/filing/steps/approve-filing.ts';
import { build as buildLapse } from '../../../functions/filing/steps/lapse-filing.ts';
import { build as buildLapseReturn } from '../../../functions/filing/steps/lapse-return.ts';
import { build as buildReject } from '../../../functions/filing/steps/reject-filing.ts';
import { build as buildRequest } from '../../../functions/filing/steps/request-review.ts';
import { build as buildReturn } from '../../../functions/filing/steps/return-filing.ts';
import { build as buildScreen } from '../../../functions/filing/steps/screen-risks.ts';
import { build as buildWithdraw } from '../../../functions/filing/steps/withdraw-filing.ts';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import { type CallOptions, call, clerk, type Reply, reviewer } from '../../kit/call.ts';

const steps = {
  ScreenRisks: buildScreen,
  RequestReview: buildRequest,
  ApproveFiling: buildApprove,
  ReturnFiling: buildReturn,
  RejectFiling: buildReject,
  WithdrawFiling: buildWithdraw,
  LapseFiling: buildLapse,
  LapseReturn: buildLapseReturn,
} as const;

export type StepName = keyof typeof steps;

/** Runs a step as its Lambda function would. */
export const runStep = (runtime: Runtime, name: StepName, input: Record<string, unknown>): Promise<unknown> =>
  (steps[name](runtime) as unknown as (event: unknown, context: unknown) => Promise<unknown>)(input, {
    getRemainingTimeInMillis: () => 10_000,
  });

export const api = (runtime: Runtime, operation: keyof typeof filingApi, options: CallOptions): Promise<Reply> =>
  call(buildApi(runtime), filingApi, operation, options);

/** Files a body and takes it to its review, or to where it goes without one. */
export async function filed(runtime: Runtime, body: unknown, caller = clerk()): Promise<string> {
  const reply = await api(runtime, 'fileEntity', { caller, body });
  if (reply.status !== 202) throw new Error(JSON.stringify(reply.body));
  const id: string = reply.body.id;
  await toReview(runtime, id, 1);
  return id;
}

export async function toReview(runtime: Runtime, filingId: string, revision: number): Promise<void> {
  const input = { filingId, revision };
  const { blocked, isApproved } = (await runStep(runtime, 'ScreenRisks', input)) as Record<string, boolean>;
  if (blocked) await runStep(runtime, 'ReturnFiling', input);
  else if (isApproved) await runStep(runtime, 'ApproveFiling', input);
  else await runStep(runtime, 'RequestReview', { ...input, taskToken: `token-${filingId}-${revision}` });
}

/** Files and approves a body; the entity's identifier. */
export async function approved(runtime: Runtime, body: unknown, caller = clerk()): Promise<string> {
  const filingId = await filed(runtime, body, caller);
  const decided = await decide(runtime, filingId, { decision: 'APPROVE', reasons: [] }, reviewer(caller.districtId));
  if (decided.status !== 202) throw new Error(JSON.stringify(decided.body));
  await runStep(runtime, 'ApproveFiling', { filingId, revision: 1 });
  return filingId.replace('filing-', 'entity-');
}

export const decide = (runtime: Runtime, id: string, body: unknown, caller = reviewer()): Promise<Reply> =>
  api(runtime, 'decideFiling', { caller, params: { id }, body });

export const getFiling = (runtime: Runtime, id: string, caller = clerk()): Promise<Reply> =>
  api(runtime, 'getFiling', { caller, params: { id } });
