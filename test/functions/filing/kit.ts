import type { Grade } from '../../../functions/events/credit.ts';
import { build as buildApi } from '../../../functions/filing/api.ts';
import { filingApi } from '../../../functions/filing/contract/index.ts';
import { build as buildApprove } from '../../../functions/filing/steps/approve-filing.ts';
import { build as buildFailBatch } from '../../../functions/filing/steps/fail-batch.ts';
import { build as buildFileRows } from '../../../functions/filing/steps/file-rows.ts';
import { build as buildFinishBatch } from '../../../functions/filing/steps/finish-batch.ts';
import { build as buildLapse } from '../../../functions/filing/steps/lapse-filing.ts';
import { build as buildLapseReturn } from '../../../functions/filing/steps/lapse-return.ts';
import { build as buildReject } from '../../../functions/filing/steps/reject-filing.ts';
import { build as buildRequest } from '../../../functions/filing/steps/request-review.ts';
import { build as buildReturn } from '../../../functions/filing/steps/return-filing.ts';
import { build as buildScreen } from '../../../functions/filing/steps/screen-risks.ts';
import { build as buildWithdraw } from '../../../functions/filing/steps/withdraw-filing.ts';
import { register } from '../../../functions/filing/store/register.ts';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import { asRead, type CallOptions, call, clerk, type Reply, reviewer } from '../../kit/call.ts';
import { invoke } from '../../kit/deliver.ts';

const steps = {
  ScreenRisks: buildScreen,
  RequestReview: buildRequest,
  ApproveFiling: buildApprove,
  ReturnFiling: buildReturn,
  RejectFiling: buildReject,
  WithdrawFiling: buildWithdraw,
  LapseFiling: buildLapse,
  LapseReturn: buildLapseReturn,
  FileRows: buildFileRows,
  FailBatch: buildFailBatch,
  FinishBatch: buildFinishBatch,
} as const;

export type StepName = keyof typeof steps;

/** Runs a step as its Lambda function would. */
export const runStep = (runtime: Runtime, name: StepName, input: Record<string, unknown>): Promise<unknown> =>
  invoke(steps[name](runtime), input);

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

/**
 * Decides on a filing as the reviewer reads it.
 *
 * @param read what the reviewer decides on: several may have read the same
 */
export const decide = async (
  runtime: Runtime,
  id: string,
  body: unknown,
  caller = reviewer(),
  read = getFiling(runtime, id, caller),
): Promise<Reply> => {
  const headers = await asRead(read);
  return api(runtime, 'decideFiling', { caller, params: { id }, body, headers });
};

export const getFiling = (runtime: Runtime, id: string, caller = clerk()): Promise<Reply> =>
  api(runtime, 'getFiling', { caller, params: { id } });

/** Gives an entity a credit grade, as the credit capability's event does. */
export const graded = (runtime: Runtime, entityId: string, grade: Grade, version = 1): Promise<boolean> =>
  register(runtime.table).keepGrade(entityId, { version, score: 0, grade, scorecardVersion: '2026-1' });

type ChangeOperation =
  | 'requestAmendment'
  | 'requestRenewal'
  | 'requestCancellation'
  | 'requestSuspension'
  | 'requestLifting';

/** Asks a change of an entity. */
export const ask = (
  runtime: Runtime,
  operation: ChangeOperation,
  entityId: string,
  body: unknown,
  caller = clerk(),
): Promise<Reply> => api(runtime, operation, { caller, params: { id: entityId }, body });

/** Asks a change and takes it to its review, or to where it goes without one; the filing's identifier. */
export async function asked(...request: Parameters<typeof ask>): Promise<string> {
  const [runtime] = request;
  const reply = await ask(...request);
  if (reply.status !== 202) throw new Error(JSON.stringify(reply.body));
  await toReview(runtime, reply.body.id, 1);
  return reply.body.id;
}

/** Approves what waits for its review. */
export async function approve(runtime: Runtime, filingId: string, by = reviewer()): Promise<void> {
  const decided = await decide(runtime, filingId, { decision: 'APPROVE', reasons: [] }, by);
  if (decided.status !== 202) throw new Error(JSON.stringify(decided.body));
  await runStep(runtime, 'ApproveFiling', { filingId, revision: 1 });
}

export const suspend = (runtime: Runtime, entityId: string): Promise<string> =>
  asked(runtime, 'requestSuspension', entityId, DECREE, reviewer());

export const DECREE = {
  authority: '大足区市场监督管理局',
  documentNumber: '足市监罚〔2026〕12号',
  reason: '涉嫌虚假交易',
};

export const getEntity = (runtime: Runtime, id: string, caller = clerk()): Promise<Reply> =>
  api(runtime, 'getEntity', { caller, params: { id } });
