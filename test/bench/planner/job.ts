import { planLoad } from '../../../functions/packing/load/plan.ts';
import type { LoadPlan, LoadRequest } from '../../../functions/packing/model.ts';
import { type ViolationCode, verifyLoad } from '../../../functions/packing/verify/verify-load.ts';
import { bischoffRatcliff, type Instance, ivancic, planted, realistic } from '../../kit/cargo.ts';
import { planByNpm } from './npm.ts';

/** One instance to be planned by one planner in its time. */
export interface Job {
  instance: Source;
  planner: 'own' | 'npm';
  seconds: number;
  support: boolean;
}

export type Source =
  | { set: 'br'; cls: number; p: number }
  | { set: 'ivancic'; place: number }
  | { set: '40hq'; seed: number }
  | { set: 'planted'; seed: number; containers: number; fill: number };

export interface Outcome {
  containers: number;
  /** Percent of the first container's volume. */
  utilisation: number;
  /** Processor seconds of planning. */
  seconds: number;
  /** Processor seconds to the first plan. */
  first: number;
}

/** What is asked of plans made without loading steps, masses and figures of their own. */
const GEOMETRY = new Set<ViolationCode>([
  'UNKNOWN_ITEM',
  'WRONG_COUNT',
  'WRONG_ORIENTATION',
  'OUTSIDE_CONTAINER',
  'OVERLAP',
]);

/**
 * Plans and verifies.
 *
 * @throws Error for a plan in which the verifier finds a fault
 */
export function perform({ instance, planner, seconds, support }: Job): Outcome {
  const { name, containers, items } = instanceOf(instance);
  const request: LoadRequest = { containers, items, requireSupport: support, budget: { seconds }, seed: 1 };
  let looks = 0;
  // A clock that has run out when the planner looks again.
  const once = (): number => (looks++ === 0 ? 0 : Number.MAX_SAFE_INTEGER);
  const first = planner === 'npm' ? 0 : timed(() => planLoad(request, once)).seconds;
  const { plan, seconds: spent } = timed(() =>
    planner === 'npm' ? planByNpm(request) : planLoad(request, processorMs),
  );
  const fault = verifyLoad(request, plan).find(({ code }) => planner === 'own' || GEOMETRY.has(code));
  if (fault) throw new Error(`${name}: ${fault.code} ${fault.message}`);
  const utilisation = 100 * (plan.containers[0]?.volumeUtilisation ?? 0);
  return { containers: plan.containers.length, utilisation, seconds: spent, first };
}

function instanceOf(source: Source): Instance {
  if (source.set === 'br') return bischoffRatcliff(source.cls, source.p);
  if (source.set === 'ivancic') return ivancic()[source.place]!;
  if (source.set === '40hq') return realistic(source.seed);
  return planted(source.seed, source.containers, source.fill);
}

function timed(make: () => LoadPlan): { plan: LoadPlan; seconds: number } {
  const start = processorMs();
  const plan = make();
  return { plan, seconds: (processorMs() - start) / 1000 };
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
