import { z } from 'zod';
import { READING_ROLES } from '../../shared/auth/caller.ts';
import { contract } from '../../shared/http/contract.ts';
import { listOf } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { date } from '../../shared/kernel/fields.ts';
import { ScorecardRecord } from '../domain/publication.ts';
import { Scorecard } from '../domain/scorecard.ts';
import { RunAccepted } from './runs.ts';

export const ScorecardJson = z.object({
  ...Scorecard.shape,
  status: ScorecardRecord.shape.status,
  simulatedBy: z.string().optional().meta({ description: 'the run that simulated it' }),
  publishedAt: z.string().optional(),
});

concepts({ Scorecard: ScorecardJson });

export const scorecardsApi = contract({
  listScorecards: {
    method: 'GET',
    path: '/v1/scorecards',
    summary: 'The scorecards by the day they take effect, latest first; drafts are shown to the city only',
    roles: READING_ROLES,
    success: { status: 200, schema: listOf(ScorecardJson) },
    problems: [],
  },
  getScorecard: {
    method: 'GET',
    path: '/v1/scorecards/{version}',
    summary: 'A scorecard',
    roles: READING_ROLES,
    success: { status: 200, schema: ScorecardJson },
    problems: [],
  },
  draftScorecard: {
    method: 'POST',
    path: '/v1/scorecards',
    summary: 'Drafts a new version of the scorecard',
    roles: ['operator'],
    body: Scorecard,
    success: { status: 201, schema: ScorecardJson },
    problems: ['DUPLICATE'],
    idempotent: true,
    dryRun: true,
  },
  simulateScorecard: {
    method: 'POST',
    path: '/v1/scorecards/{version}/simulation',
    summary: 'Compares a draft with the cards in effect over every entity, as of a day; the run shows who would move',
    roles: ['operator'],
    query: z.object({ asOf: date('模拟日期').optional() }),
    success: RunAccepted,
    problems: ['WRONG_STATE'],
  },
  publishScorecard: {
    method: 'POST',
    path: '/v1/scorecards/{version}/publication',
    summary: 'Publishes a simulated draft, by someone other than its author; it takes effect on a later day',
    roles: ['operator'],
    secondFactor: true,
    success: { status: 200, schema: ScorecardJson },
    problems: ['WRONG_STATE', 'RULE_VIOLATION'],
  },
});
