import { limited, StateError } from '../asl/error.ts';
import { unexpectedType } from '../asl/fields.ts';
import type { Json } from '../asl/json.ts';
import type { MapState, ParallelState, Sequence } from '../asl/schema.ts';
import { forked, isTaskFailure, iteration, mapStarted, type NewEvent, stateAborted } from '../history.ts';
import { within } from '../within.ts';
import { type End, type Failure, Frame, type FrameRecord, type Position, type Seed, type Variables } from './frame.ts';
import type { RunSequence } from './outcome.ts';

/** The most iterations at once, whatever the definition allows: what an inline Map reaches on AWS. */
const MAX_AT_ONCE = 40;

export async function runParallel(frame: Frame, state: ParallelState, run: RunSequence): Promise<Json> {
  const seeds = await seedsOf(frame, async () => {
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
  const seeds = await seedsOf(frame, async () => {
    const selected = await mapSeeds(frame, state);
    frame.log(mapStarted(selected.length));
    return selected;
  });
  const scope = frame.scope();
  const most = (await state.MaxConcurrency?.(scope)) || MAX_AT_ONCE;
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
    atOnce: Math.min(most, MAX_AT_ONCE),
    isOver,
  });
  const failures = ends.filter(isFailed);
  const successes = ends.filter((end) => !isFailed(end));
  if (!isOver(failures.length)) return concluded(frame, 'Map', successes);
  const exceeded = {
    error: 'States.ExceedToleratedFailureThreshold',
    cause: 'The specified tolerated failure threshold was exceeded',
  };
  return concluded(frame, 'Map', successes, isTolerant || isDistributed ? exceeded : failures[0]);
}

/** The seeds of the fork that is in progress, or those of a new one, stored before any branch begins. */
async function seedsOf(frame: Frame, create: () => Promise<Seed[]>): Promise<readonly Seed[]> {
  const { progress } = frame.position;
  if (progress?.kind === 'fork') return progress.seeds;
  const seeds = await create();
  frame.begin({ kind: 'fork', seeds });
  frame.commit();
  return seeds;
}

async function mapSeeds(frame: Frame, { Items, ItemSelector, ItemBatcher }: MapState): Promise<Seed[]> {
  const items = Items ? await Items(frame.scope()) : frame.position.input;
  if (!Array.isArray(items)) throw unexpectedType('$states.input', 'Items', 'array', items);
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

/**
 * Runs the children, so many at once, in the order of the seeds. When the fork is over, those still running are stopped and
 * the history says so. The parent goes on from the child that ended last.
 */
function runChildren(parent: Frame, children: Children): Promise<readonly End[]> {
  return within(parent.signal, async (signal) => {
    const ends: End[] = [];
    const { lastEventId: begin } = parent.position;
    let next = 0;
    let failed = 0;
    const over = Promise.withResolvers<void>();
    const lane = async (): Promise<void> => {
      let lastEventId = begin;
      while (next < children.seeds.length && !children.isOver(failed)) {
        const index = next++;
        const child = await runChild(parent, children, index, lastEventId, signal);
        ends[index] = child.end;
        lastEventId = child.lastStateEventId;
        const isOver = children.isOver(failed);
        if (isFailed(child.end)) failed += 1;
        if (!isOver) parent.position = { ...parent.position, lastEventId: child.lastEventId };
        if (children.isOver(failed)) over.resolve();
      }
    };
    const lanes = Array.from({ length: Math.min(children.atOnce, children.seeds.length) }, lane);
    await Promise.race([Promise.all(lanes), over.promise]);
    for (const [index, child] of [...parent.running].sort(([a], [b]) => a - b)) {
      parent.log(
        ...child.aborted(),
        ...(child.isInHistory ? iterationEvents(children, 'MapIterationAborted', index) : []),
      );
    }
    parent.running.clear();
    return ends;
  });
}

interface Child {
  readonly end: End;
  readonly lastEventId: number;
  /** The event of its last state; the next of its lane follows it. */
  readonly lastStateEventId: number;
}

async function runChild(
  parent: Frame,
  children: Children,
  index: number,
  begin: number,
  signal: AbortSignal,
): Promise<Child> {
  const { run } = parent;
  const { item = parent.item, input } = children.seeds[index] as Seed;
  const sequence = children.sequence(index);
  const path = `${parent.path}/${index}`;
  const stored = run.host.store.frame(run.id, path);
  const record = stored === undefined ? undefined : (JSON.parse(stored) as FrameRecord);
  if (record?.end) {
    return childOf(children, record.end, record.position.lastEventId);
  }
  const first: Position = {
    state: sequence.StartAt,
    input,
    enteredAt: 0,
    variables: {},
    retries: [],
    lastEventId: begin,
  };
  const position = record?.position ?? first;
  const isStored = record !== undefined;
  const frame = new Frame({ run, path, sequence, signal, item, outer: children.outer, position }, isStored);
  parent.running.set(index, frame);
  if (!record) {
    frame.log(...iterationEvents(children, 'MapIterationStarted', index));
    frame.enter(sequence.StartAt, input, {});
  }
  const end = await ended(frame, children.run);
  // Recorded: in a Parallel the Task that fails its branch is aborted itself, in a Map it is not.
  if (isFailed(end) && children.iterationOf === undefined && isTaskFailure(frame.lastLogged))
    frame.log(...stateAborted('Task'));
  frame.log(...iterationEvents(children, isFailed(end) ? 'MapIterationFailed' : 'MapIterationSucceeded', index));
  frame.commit(end);
  parent.running.delete(index);
  return childOf(children, end, frame.position.lastEventId);
}

/** A success of an iteration is an event of its own, right after that of its last state. */
const childOf = ({ iterationOf }: Children, end: End, lastEventId: number): Child => ({
  end,
  lastEventId,
  lastStateEventId: iterationOf !== undefined && !isFailed(end) ? lastEventId - 1 : lastEventId,
});

/** The events of an iteration; a Parallel's branches have none. */
const iterationEvents = (
  { iterationOf }: Children,
  type: Parameters<typeof iteration>[0],
  index: number,
): NewEvent[] => (iterationOf === undefined ? [] : [iteration(type, iterationOf, index)]);

async function ended(frame: Frame, run: RunSequence): Promise<End> {
  try {
    return { output: await run(frame) };
  } catch (fault) {
    if (!(fault instanceof StateError)) throw fault;
    const { error, reason: cause, isHeartbeat } = fault;
    return { error, cause, ...(isHeartbeat && { isHeartbeat }) };
  }
}

/** The results in their order, or the failure, which leaves the children as they are for a redrive. */
function concluded(frame: Frame, type: 'Map' | 'Parallel', ends: readonly End[], failure?: Failure): Json {
  if (failure) throw new StateError(failure.error, failure.cause, failure);
  frame.log(forked(type, 'Succeeded'));
  return ends.map((end) => ('output' in end ? end.output : null));
}

/** A fork that is over has children without an end. */
const isFailed = (end: End | undefined): end is Failure => end !== undefined && 'error' in end;

const variablesOf = (frame: Frame): Variables => ({ ...frame.outer, ...frame.position.variables });
