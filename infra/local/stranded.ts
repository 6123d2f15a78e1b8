import type { StepFunctions } from './step-functions/server.ts';

/** Raised where a release would leave work lying that an earlier one began; its message says what to do. */
export class ExecutionsStranded extends Error {
  override readonly name = 'ExecutionsStranded';
}

/** [designed] Executions that a message names; more are counted. */
const NAMED = 5;

/**
 * Holds the definitions of running executions, which each keeps for its life, to the functions of this release.
 *
 * @throws ExecutionsStranded
 */
export function refuseToStrand({ executions }: StepFunctions, functions: ReadonlySet<string>): void {
  const stranded = executions.runningCalls().filter(({ functionName }) => !functions.has(functionName));
  if (stranded.length === 0) return;
  const names = [...new Set(stranded.map(({ functionName }) => functionName))].join(', ');
  const running = [...new Set(stranded.map(({ execution }) => execution))];
  const more = running.length > NAMED ? ` and ${running.length - NAMED} more` : '';
  throw new ExecutionsStranded(
    `executions that an earlier release began call ${names}, which this release does not have: ` +
      `${running.slice(0, NAMED).join(', ')}${more}. Nothing was changed: start the earlier release until they have ended, ` +
      'or take a release that keeps these functions (docs/upgrade.md)',
  );
}
