import type { AnswerTo } from '../api/contracts.ts';

export type ConsolidationTold = AnswerTo<'GET /v1/consolidations/{id}'>;
export type ContainerTold = ConsolidationTold['containers'][number];
export type Placement = ContainerTold['placements'][number];
export type CargoTold = AnswerTo<'GET /v1/consolidations/{id}/cargo'>;
export type LoadingPlanTold = AnswerTo<'GET /v1/consolidations/{id}/loading-plan'>;

/** A consolidation with the version to name in `If-Match`. */
export interface Read {
  readonly body: ConsolidationTold;
  readonly etag: string | undefined;
}

/** Whether there is a plan to print. */
export const isPlanned = ({ status }: Pick<ConsolidationTold, 'status'>): boolean =>
  status === 'PLANNED' || status === 'CONFIRMED' || status === 'SEALED';

/** What people call it. */
export const calledAs = ({ consolidationNumber, id }: Pick<ConsolidationTold, 'id' | 'consolidationNumber'>): string =>
  consolidationNumber ?? id;
