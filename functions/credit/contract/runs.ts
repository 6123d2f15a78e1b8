import { contract } from '../../shared/http/contract.ts';
import { accepted, ListQuery, listOf } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { CreditRunProgress, Mover } from '../domain/run.ts';
import { DECIDERS } from './roles.ts';

const Accepted = accepted(CreditRunProgress.shape.status);

concepts({ CreditRunAccepted: Accepted });

export const RunAccepted = { status: 202, schema: Accepted } as const;

export const runsApi = contract({
  startCreditRun: {
    method: 'POST',
    path: '/v1/credit-runs',
    summary: "Scores every entity of the caller's scope again: its district, or all for the city",
    roles: DECIDERS,
    success: RunAccepted,
    problems: [],
    idempotent: true,
  },
  getCreditRun: {
    method: 'GET',
    path: '/v1/credit-runs/{id}',
    summary: 'A run and how far it is',
    roles: ['clerk', 'reviewer', 'operator', 'agency', 'manager', 'centreHead'],
    success: { status: 200, schema: CreditRunProgress },
    problems: [],
  },
  listCreditRunMovers: {
    method: 'GET',
    path: '/v1/credit-runs/{id}/movers',
    summary: 'Of a simulation: who would get another grade, by name, some at a time; follow nextCursor to the end',
    roles: ['operator'],
    query: ListQuery.pick({ cursor: true }),
    success: { status: 200, schema: listOf(Mover) },
    problems: [],
  },
});
