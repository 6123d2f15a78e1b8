import asl from 'asl-validator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidDefinition, loadMachine } from '../../../../infra/local/step-functions/asl/load.ts';
import { machine, task, tokenTask } from './kit.ts';

const pass = { Type: 'Pass', End: true };
const json = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

function faultsOf(definition: unknown, services = true): readonly string[] {
  try {
    loadMachine('m', definition, services);
    return [];
  } catch (error) {
    if (error instanceof InvalidDefinition) return error.faults;
    throw error;
  }
}

/** One state of each type with every field it may have. */
const complete = machine({
  T: tokenTask('f', {
    Comment: 'asks', QueryLanguage: 'JSONata', TimeoutSeconds: 9, HeartbeatSeconds: 3, Output: { o: 1 }, Assign: { a: 1 }, Next: 'C',
    Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 1.5, MaxDelaySeconds: 9, JitterStrategy: 'FULL' }],
    Catch: [{ ErrorEquals: ['States.ALL'], Next: 'F', Output: { o: 1 }, Assign: { b: 1 } }],
  }),
  C: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'W', Output: { o: 1 }, Assign: { c: 1 } }], Default: 'F', Output: { o: 1 }, Assign: { d: 1 } },
  W: { Type: 'Wait', Seconds: 1, Output: { o: 1 }, Assign: { e: 1 }, Next: 'P' },
  P: { Type: 'Pass', Output: { o: 1 }, Assign: { f: 1 }, Next: 'L' },
  L: { Type: 'Parallel', Arguments: {}, Branches: [{ StartAt: 'L1', States: { L1: pass } }], Output: { o: 1 }, Assign: { g: 1 }, Retry: [], Catch: [], Next: 'M' },
  M: {
    Type: 'Map', Items: [1], ItemSelector: { a: 1 }, MaxConcurrency: 1, ToleratedFailureCount: 1, ToleratedFailurePercentage: 1,
    ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: 'M1', States: { M1: pass } }, Output: { o: 1 }, Assign: { h: 1 }, Next: 'S',
  },
  S: { Type: 'Succeed', Output: { o: 1 } },
  F: { Type: 'Fail', Error: 'E', Cause: "{% 'why' %}" },
}, { Comment: 'everything', Version: '1.0', TimeoutSeconds: 99 }); // biome-ignore format: a table reads better

type States = Record<string, Record<string, unknown>>;
const statesOf = (definition: object): States => (definition as { States: States }).States;

describe('a definition', () => {
  it('with every field that there is, is accepted here and by asl-validator', () => {
    expect(faultsOf(json(complete))).toEqual([]);
    expect(asl(json(complete) as never)).toMatchObject({ isValid: true });
  });

  it('with a field that is not there is refused, with the state and the field', () => {
    const names = Object.keys(statesOf(complete));
    const fields = Object.values(statesOf(complete)).flatMap((state) => Object.keys(state));
    const field = fc.oneof(
      fc.constantFrom(...fields, 'InputPath', 'ResultPath', 'Variable'),
      fc.string({ minLength: 1 }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...names), field, (name, added) => {
        const definition = json(complete);
        const state = statesOf(definition)[name] as Record<string, unknown>;
        fc.pre(!(added in state) && added !== '__proto__' && !(added === 'Timestamp' && name === 'W'));
        fc.pre(!['Comment', 'QueryLanguage', 'End', 'Label', 'ItemBatcher', 'Retry', 'Catch'].includes(added));
        fc.pre(!(['Arguments', 'TimeoutSeconds', 'HeartbeatSeconds'].includes(added) && name === 'T'));
        state[added] = 1;
        const faults = faultsOf(definition);
        expect(faults).toHaveLength(1);
        expect(faults[0]).toContain(`state ${name}, field ${added}: `);
      }),
    );
  });

  const task1 = (more: object): object => machine({ A: task('f', more) });
  const refused: [string, unknown, string][] = [
    ['JSONPath by default', { StartAt: 'A', States: { A: pass } }, 'field QueryLanguage: must be "JSONata"'],
    ['JSONPath of a state', machine({ A: { ...pass, QueryLanguage: 'JSONPath' } }), 'state A, field QueryLanguage'],
    ['a JSONPath field', machine({ A: { ...pass, InputPath: '$.a' } }), 'state A, field InputPath: belongs to JSONPath'],
    ['an unknown top-level field', machine({ A: pass }, { Extra: 1 }), 'field Extra: is no field of this place'],
    ['an unknown type', machine({ A: { Type: 'Loop' } }), 'state A, field Type: "Loop" is no type of a state'],
    ['a type that every object has', machine({ A: { Type: 'constructor' } }), '"constructor" is no type of a state'],
    ['no type', machine({ A: {} }), 'state A, field Type'],
    ['no StartAt', { QueryLanguage: 'JSONata', States: { A: pass } }, 'field StartAt'],
    ['a StartAt that leads nowhere', { QueryLanguage: 'JSONata', StartAt: 'B', States: { A: pass } }, 'field StartAt: there is no state B'],
    ['a Next that leads nowhere', machine({ A: { Type: 'Pass', Next: 'B' } }), 'state A, field Next: there is no state B'],
    ['a Default that leads nowhere', machine({ A: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'A' }], Default: 'B' } }), 'there is no state B'],
    ['a Catch that leads nowhere', task1({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }] }), 'state A, field Next: there is no state B'],
    ['a state that nothing leads to', machine({ A: pass, B: pass }), 'state B: no state leads to it'],
    ['Next and End', machine({ A: { ...pass, Next: 'A' } }), 'state A: must have exactly one of Next and "End": true'],
    ['neither Next nor End', machine({ A: { Type: 'Pass' } }), 'state A: must have exactly one of Next'],
    ['a name that is used twice', machine({ A: { Type: 'Parallel', Branches: [{ StartAt: 'A', States: { A: pass } }], End: true } }), 'state A: the name is used more than once'],
    ['an expression that does not parse', machine({ A: { ...pass, Output: { a: ['{% $states.( %}'] } } }), "state A, field Output: the JSONata expression '$states.(' does not parse"],
    ['half an expression', machine({ A: { ...pass, Output: '{% 1' } }), 'is not a whole JSONata expression'],
    ['a Condition that is no expression', machine({ A: { Type: 'Choice', Choices: [{ Condition: 'true', Next: 'A' }] } }), 'field Choices/0/Condition: must be a boolean or a JSONata expression'],
    ['assigning $states', machine({ A: { ...pass, Assign: { states: 1 } } }), 'reserved variable'],
    ['assigning what is no name', machine({ A: { ...pass, Assign: { 'a.b': 1 } } }), 'state A, field Assign'],
    ['assigning an outer variable', machine({ A: { Type: 'Map', Assign: { v: 1 }, ItemProcessor: { StartAt: 'B', States: { B: { ...pass, Assign: { v: 2 } } } }, End: true } }), 'state B, field Assign: v is a variable of the outer scope'],
    ['an integration that is not there', task1({ Resource: 'arn:aws:states:::sqs:sendMessage' }), 'no integration arn:aws:states:::sqs:sendMessage'],
    ['an operation that is not there', task1({ Resource: 'arn:aws:states:::lambda:invoke.sync' }), 'no integration'],
    ['lambda:invoke without a function', task1({ Arguments: { Payload: 1 } }), 'names FunctionName'],
    ['an argument of lambda:invoke that is not carried out', task1({ Arguments: { FunctionName: 'f', InvocationType: 'Event' } }), 'does not support InvocationType'],
    ['heartbeats no more frequent than the timeout', machine({ A: tokenTask('f', { TimeoutSeconds: 60, HeartbeatSeconds: 60 }) }), 'state A, field HeartbeatSeconds: must be less than TimeoutSeconds'],
    ['a timeout of no time', task1({ TimeoutSeconds: 0 }), 'field TimeoutSeconds: must be an integer from 1'],
    ['States.ALL beside others', task1({ Retry: [{ ErrorEquals: ['A', 'States.ALL'] }] }), 'field Retry: States.ALL must stand alone'],
    ['States.ALL before others', task1({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }] }), 'States.ALL must stand alone in the last entry'],
    ['a retrier without errors', task1({ Retry: [{ ErrorEquals: [] }] }), 'field Retry/0/ErrorEquals'],
    ['a shrinking backoff', task1({ Retry: [{ ErrorEquals: ['A'], BackoffRate: 0.5 }] }), 'field Retry/0/BackoffRate'],
    ['an unknown field of a retrier', task1({ Retry: [{ ErrorEquals: ['A'], MaxAttempt: 1 }] }), 'field Retry/0/MaxAttempt'],
    ['a Wait without an end', machine({ A: { Type: 'Wait', End: true } }), 'exactly one of Seconds and Timestamp'],
    ['a Timestamp that is none', machine({ A: { Type: 'Wait', Timestamp: 'tomorrow', End: true } }), 'state A, field Timestamp: must be an ISO 8601'],
    ['an ItemReader', machine({ A: { Type: 'Map', ItemReader: {}, ItemProcessor: { StartAt: 'B', States: { B: pass } }, End: true } }), 'state A, field ItemReader'],
    ['batches of an inline Map', machine({ A: { Type: 'Map', ItemBatcher: { MaxItemsPerBatch: 1 }, ItemProcessor: { StartAt: 'B', States: { B: pass } }, End: true } }), 'ItemBatcher needs the Mode DISTRIBUTED'],
    ['a fault in a branch, by its own state', machine({ A: { Type: 'Parallel', Branches: [{ StartAt: 'B', States: { B: { ...pass, Oops: 1 } } }], End: true } }), 'state B, field Oops'],
  ]; // biome-ignore format: a table reads better

  it.each(refused)('with %s is refused', (_, definition, reason) => {
    expect(faultsOf(definition).join('\n')).toContain(reason);
  });

  it('with heartbeats more frequent than the timeout, or where one is an expression, is accepted', () => {
    const seconds: [unknown, unknown][] = [
      [60, 59],
      ['{% 60 %}', 60],
      [60, '{% 60 %}'],
    ];
    for (const [TimeoutSeconds, HeartbeatSeconds] of seconds) {
      expect(faultsOf(machine({ A: tokenTask('f', { TimeoutSeconds, HeartbeatSeconds }) }))).toEqual([]);
    }
  });

  it('names every fault at once', () => {
    expect(faultsOf(machine({ A: { ...pass, One: 1, Two: 2 } }))).toHaveLength(2);
  });

  it('that calls services is refused where there are none', () => {
    const definition = machine({
      A: { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:getItem', Arguments: {}, End: true },
    });
    expect(faultsOf(definition)).toEqual([]);
    expect(faultsOf(definition, false)).toEqual(['state A, field Resource: this host calls no services']);
  });
});
