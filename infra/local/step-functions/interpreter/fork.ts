import { limited, StateError } from '../asl/error.ts';
import type { Json } from '../asl/json.ts';
import type { MapState, ParallelState, Sequence } from '../asl/schema.ts';
import { iteration, mapStarted, type NewEvent } from '../history.ts';
import { within } from '../within.ts';
import { type End, Frame, type FrameRecord, type Position, type Seed, type Variables } from './frame.ts';
import type { RunSequence } from './outcome.ts';

/** The most iterations at once, whatever the definition allows: what an inline Map reaches on AWS. */
const MOST_AT_ONCE = 40;

export async function runParallel(frame: Frame, state: ParallelState, run: RunSequence): Promise<Json> {
  const seeds = await forked(frame, async () => {
    const input = state.Arguments ? await state.Arguments(frame.scope()) : frame.position.input;
    limited(input, `The input of the branches of '${frame.position.state}'`);
    frame.log({ type: 'ParallelStateStarted' });
    return state.Branches.map(() => ({ input }));
  });
  const ends = await runChildren(frame, {
    seeds,
    run,
    sequence: (index) => state.Branches[index] as Sequence,
    outer: variablesOf(frame),
    atOnce: seeds.length,
    isOver: (failed) => failed > 0,
  });
  return concluded(frame, 'Parallel', ends, ends.find(isFailed));
}

export async function runMap(frame: Frame, state: MapState, run: RunSequence): Promise<Json> {
  const isDistributed = state.ItemProcessor.ProcessorConfig.Mode === 'DISTRIBUTED';
  const seeds = await forked(frame, async () => {
    const selected = await mapSeeds(frame, state);
    frame.log(mapStarted(selected.length));
    return selected;
  });
  const scope = frame.scope();
  const most = (await state.MaxConcurrency?.(scope)) || MOST_AT_ONCE;
  const count = await state.ToleratedFailureCount?.(scope);
  const percentage = await state.ToleratedFailurePercentage?.(scope);
  const isTolerant = count !== undefined || percentage !== undefined;
  const isOver = (failed: number): boolean =>
    isTolerant
      ? failed > (count ?? Number.POSITIVE_INFINITY) || (failed * 100) / seeds.length > (percentage ?? 100)
      : failed > 0;
  const ends = await runChildren(frame, {
    seeds,
    run,
    sequence: () => state.ItemProcessor,
    outer: isDistributed ? {} : variablesOf(frame),
    iterationOf: frame.position.state,
    atOnce: Math.min(most, MOST_AT_ONCE),
    isOver,
  });
  const failures = ends.filter(isFailed);
  const successes = ends.filter((end) => !isFailed(end));
  if (!isOver(failures.length)) return concluded(frame, 'Map', successes);
  const exceeded = {
    error: 'States.ExceedToleratedFailureThreshold',
    cause: `The specified tolerated failure threshold was exceeded: ${failures.length} of ${seeds.length} iterations failed.`,
  };
  return concluded(frame, 'Map', successes, isTolerant || isDistributed ? exceeded : failures[0]);
}

/** The seeds of the fork that is in progress, or those of a new one, stored before any branch begins. */
async function forked(frame: Frame, create: () => Promise<Seed[]>): Promise<readonly Seed[]> {
  const { progress } = frame.position;
  if (progress?.kind === 'fork') return progress.seeds;
  const seeds = await create();
  frame.begin({ kind: 'fork', seeds });
  frame.commit();
  return seeds;
}

async function mapSeeds(frame: Frame, { Items, ItemSelector, ItemBatcher }: MapState): Promise<Seed[]> {
  const items = Items ? await Items(frame.scope()) : frame.position.input;
  if (!Array.isArray(items)) {
    throw new StateError(
      'States.QueryEvaluationError',
      `The items of '${frame.position.state}' are no array.`,
      'Items',
    );
  }
  const seeds: Seed[] = [];
  for (const [Index, Value] of items.entries()) {
    const item = { Index, Value };
    seeds.push({ item, input: ItemSelector ? await ItemSelector(frame.scope({ item })) : Value });
  }
  if (!ItemBatcher) return seeds;
  const size = await ItemBatcher.MaxItemsPerBatch(frame.scope());
  const batchInput = await ItemBatcher.BatchInput?.(frame.scope());
  const batchAt = (index: number): Seed => ({
    input: {
      ...(batchInput !== undefined && { BatchInput: batchInput }),
      Items: seeds.slice(index * size, (index + 1) * size).map((seed) => seed.input),
    },
  });
  return Array.from({ length: Math.ceil(seeds.length / size) }, (_, index) => batchAt(index));
}

interface Children {
  readonly seeds: readonly Seed[];
  readonly run: RunSequence;
  readonly sequence: (index: number) => Sequence;
  readonly outer: Variables;
  /** The Map state's name; a Parallel's branches have no events of their own. */
  readonly iterationOf?: string;
  readonly atOnce: number;
  /** Whether so many failures end the fork at once. */
  readonly isOver: (failed: number) => boolean;
}

/** Runs the children, so many at once, in the order of the seeds. Stops those still running when the fork is over. */
function runChildren(frame: Frame, children: Children): Promise<readonly End[]> {
  return within(frame.signal, async (signal) => {
    const ends: End[] = [];
    let next = 0;
    let failed = 0;
    const over = Promise.withResolvers<void>();
    const lane = async (): Promise<void> => {
      while (next < children.seeds.length && !children.isOver(failed)) {
        const index = next++;
        const end = await runChild(frame, children, index, signal);
        ends[index] = end;
        if (isFailed(end)) failed += 1;
        if (children.isOver(failed)) over.resolve();
      }
    };
    const lanes = Array.from({ length: Math.min(children.atOnce, children.seeds.length) }, lane);
    await Promise.race([Promise.all(lanes), over.promise]);
    return ends;
  });
}

async function runChild(parent: Frame, children: Children, index: number, signal: AbortSignal): Promise<End> {
  const { run } = parent;
  const { item = parent.item, input } = children.seeds[index] as Seed;
  const sequence = children.sequence(index);
  const path = `${parent.path}/${index}`;
  const stored = run.host.store.frame(run.id, path);
  const record = stored === undefined ? undefined : (JSON.parse(stored) as FrameRecord);
  if (record?.end) return record.end;
  const { lastEventId } = parent.position;
  const first: Position = { state: sequence.StartAt, input, enteredAt: 0, variables: {}, retries: [], lastEventId };
  const position = record?.position ?? first;
  const frame = new Frame({ run, path, sequence, signal, item, outer: children.outer, position });
  const note = (type: Parameters<typeof iteration>[0]): NewEvent[] =>
    children.iterationOf === undefined ? [] : [iteration(type, children.iterationOf, index)];
  if (!record) {
    frame.log(...note('MapIterationStarted'));
    frame.enter(sequence.StartAt, input, {});
  }
  const end = await ended(frame, children.run);
  frame.log(...note(isFailed(end) ? 'MapIterationFailed' : 'MapIterationSucceeded'));
  frame.commit(end);
  return end;
}

async function ended(frame: Frame, run: RunSequence): Promise<End> {
  try {
    return { output: await run(frame) };
  } catch (fault) {
    if (fault instanceof StateError) return { error: fault.name, cause: fault.message };
    throw fault;
  }
}

/** The results in their order, or the failure, which leaves the children as they are for a redrive. */
function concluded(
  frame: Frame,
  type: 'Map' | 'Parallel',
  ends: readonly End[],
  failure?: { readonly error: string; readonly cause: string },
): Json {
  frame.log({ type: failure ? `${type}StateFailed` : `${type}StateSucceeded` });
  if (failure) throw new StateError(failure.error, failure.cause);
  return ends.map((end) => ('output' in end ? end.output : null));
}

/** A fork that is over has children without an end. */
const isFailed = (end: End | undefined): end is Extract<End, { error: string }> => end !== undefined && 'error' in end;

const variablesOf = (frame: Frame): Variables => ({ ...frame.outer, ...frame.position.variables });
