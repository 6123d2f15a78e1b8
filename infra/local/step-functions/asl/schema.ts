import { z } from 'zod';
import { compileTemplate, isExpression } from './expression.ts';
import {
  assignments,
  compiled,
  condition,
  integer,
  list,
  percentage,
  type StatesField,
  template,
  text,
  timestamp,
} from './fields.ts';
import { invokeFaults, parseResource } from './resource.ts';

// The fields of each state, JSONata only; a field that is not listed is refused. Parsing compiles every expression, so that
// what comes out is what the interpreter runs. Source: Amazon States Language (states-language.net/spec.html).

const LONGEST_SECONDS = 99_999_999;

const common = { Comment: z.string().optional(), QueryLanguage: z.literal('JSONata').optional() };
const transition = { Next: z.string().optional(), End: z.literal(true).optional() };
const settled = (...states: StatesField[]) => ({
  Output: template('Output', ...states).optional(),
  Assign: assignments(...states).optional(),
});

const goesOn = (state: { Next?: string | undefined; End?: true | undefined }) =>
  (state.Next === undefined) !== (state.End === undefined);
const GOES_ON = 'must have exactly one of Next and "End": true';

const ErrorEquals = z.array(z.string().min(1)).min(1);

const retrier = z
  .strictObject({
    Comment: z.string().optional(),
    ErrorEquals,
    IntervalSeconds: z.int().min(1).max(LONGEST_SECONDS).default(1),
    MaxAttempts: z.int().min(0).max(LONGEST_SECONDS).default(3),
    BackoffRate: z.number().min(1).default(2),
    MaxDelaySeconds: z.int().min(1).max(31_622_399).optional(),
    JitterStrategy: z.enum(['FULL', 'NONE']).default('NONE'),
  })
  .refine(
    ({ IntervalSeconds, MaxDelaySeconds }) => MaxDelaySeconds === undefined || MaxDelaySeconds > IntervalSeconds,
    'MaxDelaySeconds must be greater than IntervalSeconds',
  );

const catcher = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals,
  Next: z.string(),
  ...settled('errorOutput'),
});

/** States.ALL must stand alone and last. */
const allLast = (entries: readonly { ErrorEquals: readonly string[] }[]) =>
  entries.every(
    ({ ErrorEquals: names }, index) =>
      !names.includes('States.ALL') || (names.length === 1 && index === entries.length - 1),
  );
const ALL_LAST = 'States.ALL must stand alone in the last entry';

const resilience = {
  Retry: z.array(retrier).refine(allLast, ALL_LAST).default([]),
  Catch: z.array(catcher).refine(allLast, ALL_LAST).default([]),
};

const resource = z.string().transform((arn, context) => {
  const parsed = parseResource(arn);
  if (parsed !== undefined) return parsed;
  context.addIssue({ code: 'custom', message: `the embedded host has no integration ${arn}` });
  return z.NEVER;
});

const task = z
  .strictObject({
    Type: z.literal('Task'),
    ...common,
    ...transition,
    ...settled('result'),
    ...resilience,
    Resource: resource,
    Arguments: z.json().optional(),
    TimeoutSeconds: integer('TimeoutSeconds', 1, LONGEST_SECONDS).optional(),
    HeartbeatSeconds: integer('HeartbeatSeconds', 1, LONGEST_SECONDS).optional(),
  })
  .refine(goesOn, GOES_ON)
  .superRefine(({ Resource, Arguments, TimeoutSeconds, HeartbeatSeconds }, context) => {
    const refuse = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    const { constant: silence = 0 } = HeartbeatSeconds ?? {};
    const { constant: limit = Number.POSITIVE_INFINITY } = TimeoutSeconds ?? {};
    if (silence >= limit) refuse('HeartbeatSeconds', 'must be less than TimeoutSeconds');
    const invokesByObject = Resource.kind === 'invoke' && !(typeof Arguments === 'string' && isExpression(Arguments));
    if (invokesByObject) for (const reason of invokeFaults(Arguments)) refuse('Arguments', reason);
  })
  .transform(({ Arguments, ...state }, context) => ({
    ...state,
    Arguments: Arguments === undefined ? undefined : compiled(context, () => compileTemplate(Arguments, 'Arguments')),
  }));

const pass = z
  .strictObject({ Type: z.literal('Pass'), ...common, ...transition, ...settled() })
  .refine(goesOn, GOES_ON);

const choice = z.strictObject({
  Type: z.literal('Choice'),
  ...common,
  ...settled(),
  Choices: z
    .array(
      z.strictObject({
        Comment: z.string().optional(),
        Condition: condition('Condition'),
        Next: z.string(),
        ...settled(),
      }),
    )
    .min(1),
  Default: z.string().optional(),
});

const wait = z
  .strictObject({
    Type: z.literal('Wait'),
    ...common,
    ...transition,
    ...settled(),
    Seconds: integer('Seconds', 0, LONGEST_SECONDS).optional(),
    Timestamp: timestamp('Timestamp').optional(),
  })
  .refine(goesOn, GOES_ON)
  .refine(
    ({ Seconds, Timestamp }) => (Seconds === undefined) !== (Timestamp === undefined),
    'must have exactly one of Seconds and Timestamp',
  );

const succeed = z.strictObject({ Type: z.literal('Succeed'), ...common, Output: template('Output').optional() });

const fail = z.strictObject({
  Type: z.literal('Fail'),
  ...common,
  Error: text('Error').optional(),
  Cause: text('Cause').optional(),
});

const states: z.ZodType<States> = z.lazy(() => z.record(z.string().min(1).max(80), state));

const branch = z.strictObject({ Comment: z.string().optional(), StartAt: z.string(), States: states });

const parallel = z
  .strictObject({
    Type: z.literal('Parallel'),
    ...common,
    ...transition,
    ...settled('result'),
    ...resilience,
    Arguments: template('Arguments').optional(),
    Branches: z.array(branch).min(1),
  })
  .refine(goesOn, GOES_ON);

/** A distributed Map runs its iterations in this execution; like AWS, it hides the outer variables from them. */
const processorConfig = z.discriminatedUnion('Mode', [
  z.strictObject({ Mode: z.literal('INLINE') }),
  z.strictObject({ Mode: z.literal('DISTRIBUTED'), ExecutionType: z.enum(['STANDARD', 'EXPRESS']) }),
]);

const itemBatcher = z.strictObject({
  MaxItemsPerBatch: integer('ItemBatcher/MaxItemsPerBatch', 1, LONGEST_SECONDS),
  BatchInput: template('ItemBatcher/BatchInput').optional(),
});

const map = z
  .strictObject({
    Type: z.literal('Map'),
    ...common,
    ...transition,
    ...settled('result'),
    ...resilience,
    Label: z.string().max(40).optional(),
    Items: list('Items').optional(),
    ItemSelector: template('ItemSelector').optional(),
    ItemBatcher: itemBatcher.optional(),
    ItemProcessor: branch.extend({ ProcessorConfig: processorConfig.default({ Mode: 'INLINE' }) }),
    MaxConcurrency: integer('MaxConcurrency', 0, LONGEST_SECONDS).optional(),
    ToleratedFailureCount: integer('ToleratedFailureCount', 0, LONGEST_SECONDS).optional(),
    ToleratedFailurePercentage: percentage('ToleratedFailurePercentage').optional(),
  })
  .refine(goesOn, GOES_ON)
  .refine(
    ({ ItemBatcher, ItemProcessor }) =>
      ItemBatcher === undefined || ItemProcessor.ProcessorConfig.Mode === 'DISTRIBUTED',
    'ItemBatcher needs the Mode DISTRIBUTED',
  );

const state = z.discriminatedUnion('Type', [task, pass, choice, wait, succeed, fail, parallel, map], {
  error: ({ input }) => `${JSON.stringify((input as { Type?: unknown }).Type)} is no type of a state`,
});

export const machineSchema = branch.extend({
  Version: z.literal('1.0').optional(),
  QueryLanguage: z.literal('JSONata', 'must be "JSONata": the embedded host runs no JSONPath'),
  TimeoutSeconds: z.int().min(1).max(LONGEST_SECONDS).optional(),
});

export type TaskState = z.output<typeof task>;
export type ChoiceState = z.output<typeof choice>;
export type WaitState = z.output<typeof wait>;
export type ParallelState = z.output<typeof parallel>;
export type MapState = z.output<typeof map>;
export type FailState = z.output<typeof fail>;
export type PassState = z.output<typeof pass>;
export type SucceedState = z.output<typeof succeed>;
export type State =
  | TaskState
  | ChoiceState
  | WaitState
  | ParallelState
  | MapState
  | FailState
  | PassState
  | SucceedState;
export type Machine = z.output<typeof machineSchema>;
export interface States {
  readonly [name: string]: State;
}
/** States that run one after another: a machine, a branch of a Parallel, the processor of a Map. */
export interface Sequence {
  readonly StartAt: string;
  readonly States: States;
}
