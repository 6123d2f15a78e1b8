import first from '../../../seeds/reference/scorecards/2026-1.json' with { type: 'json' };
import { Scorecard } from './scorecard.ts';

/** The scorecards the registry ships with; those published later stand in the table. */
export const SHIPPED_SCORECARDS: readonly Scorecard[] = [Scorecard.parse(first)];
