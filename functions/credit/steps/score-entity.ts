import { z } from 'zod';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { ScoringCause } from '../domain/standing.ts';
import { assessor, scoreEntity } from '../services/scoring.ts';
import { creditStore } from '../store/index.ts';
import { scorecardStore } from '../store/scorecards.ts';

const Input = z.object({ entityId: z.string(), cause: ScoringCause });

/** 主体评分: scores one entity; what it answers shows in the execution. */
export const build = (runtime: Runtime) =>
  step('ScoreEntity', Input, async ({ entityId, cause }) => {
    const assess = await assessor(runtime, await scorecardStore(runtime.table).published());
    const subject = await creditStore(runtime.table).subject(entityId);
    if (!subject) throw new Error(`no credit is kept of ${entityId}`);
    const { standing } = await scoreEntity(runtime, assess, subject, cause);
    return {
      entityId,
      score: standing.score,
      grade: standing.grade,
      scorecardVersion: standing.scorecardVersion,
    };
  });

export const handler = build(awsRuntime());
