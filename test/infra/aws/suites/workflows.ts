import asl from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { hasDistributedMap } from '../../../../infra/aws/constructs/distributed-map-policy.ts';
import { calledBy, changer, type WorkflowSpec } from '../../../../infra/manifest/model.ts';
import { actions, manifest, type Resource, standard, Templates } from '../kit.ts';

const templates = standard();
const functions = templates.functions();
const machines = templates.machines();
const workflows: [string, WorkflowSpec][] = Object.entries(manifest.workflows);

const machine = (name: string): Resource => {
  const found = machines.get(name);
  if (!found) throw new Error(`no state machine ${name}`);
  return found;
};

/** The workflows whose Map runs its iterations as executions of their own. */
const DISTRIBUTED = new Set(['credit-scoring']);

/** The definition as CloudFormation will have it. */
const definition = (name: string): string => {
  const { DefinitionString, DefinitionSubstitutions } = machine(name).Properties;
  const values: Record<string, string> = Object.fromEntries(
    Object.keys(DefinitionSubstitutions).map((key) => [
      key,
      key === 'Partition' ? 'aws' : `arn:aws:lambda:eu-west-1:123456789012:function:${key}`,
    ]),
  );
  return DefinitionString.replaceAll(/\$\{(\w+)\}/g, (all: string, key: string) => values[key] ?? all);
};

describe('a distributed Map', () => {
  const map = (Mode: string) => ({ Type: 'Map', ItemProcessor: { ProcessorConfig: { Mode }, States: {} } });

  it.each([
    ['a state', { States: { A: map('DISTRIBUTED') } }],
    ['a branch', { States: { A: { Type: 'Parallel', Branches: [{ States: { B: map('DISTRIBUTED') } }] } } }],
    ['another Map', { States: { A: { Type: 'Map', ItemProcessor: { States: { B: map('DISTRIBUTED') } } } } }],
  ])('is found as %s', (_where, states) => {
    expect(hasDistributedMap(states)).toBe(true);
  });

  it.each([
    ['an inline Map', { States: { A: map('INLINE') } }],
    ['the mere word', { Comment: 'not "DISTRIBUTED"', States: { A: { Type: 'Pass', Output: ['DISTRIBUTED'] } } }],
  ])('is not %s', (_what, states) => {
    expect(hasDistributedMap(states)).toBe(false);
  });
});

describe.each(workflows)('the state machine %s', (name, spec) => {
  it('is a Standard one whose definition is valid and leaves no placeholder open', () => {
    expect(machine(name).Properties.StateMachineType).toBe('STANDARD');
    expect(definition(name)).not.toContain('${');
    const result = asl(JSON.parse(definition(name)));
    expect(result.isValid, result.errorsText('\n')).toBe(true);
  });

  it('may call the functions of its Tasks, and nothing else', () => {
    const invoked = templates
      .rightsOf(machine(name))
      .filter((statement) => actions(statement).includes('lambda:InvokeFunction'));
    const [invoke, ...others] = invoked;
    expect(others).toEqual([]);
    expect(invoke && actions(invoke)).toEqual(['lambda:InvokeFunction']);
    expect(new Set([invoke?.Resource].flat())).toEqual(
      new Set(calledBy(spec).map((task) => ({ 'Fn::GetAtt': [functions.get(task)?.id, 'Arn'] }))),
    );
  });

  it('may run itself where it has a distributed Map, and only then', () => {
    const started = templates
      .rightsOf(machine(name))
      .filter((statement) => actions(statement).some((action) => action.startsWith('states:')));
    const isDistributed = DISTRIBUTED.has(name);
    expect(new Set(started.flatMap(actions))).toEqual(
      new Set(
        isDistributed
          ? ['states:StartExecution', 'states:DescribeExecution', 'states:StopExecution', 'states:RedriveExecution']
          : [],
      ),
    );
    const ownExecutions = new RegExp(`:execution:.*"${machine(name).id}".*"(:|/\\*:)\\*"`);
    for (const statement of started) {
      const resource = JSON.stringify(statement.Resource);
      if (actions(statement).includes('states:StartExecution')) {
        expect(statement.Resource).toEqual({ Ref: machine(name).id });
      } else expect(resource).toMatch(ownExecutions);
    }
  });

  it('is the only one that may call them', () => {
    for (const task of spec.tasks) {
      const id = functions.get(task)?.id ?? '';
      const permissions = templates
        .of('AWS::Lambda::Permission')
        .filter(({ Properties }) => JSON.stringify(Properties.FunctionName).includes(`"${id}"`));
      const roles = templates
        .of('AWS::IAM::Policy')
        .filter(({ Properties }) =>
          Properties.PolicyDocument.Statement.some(
            (statement: { Action: string; Resource: unknown }) =>
              statement.Action === 'lambda:InvokeFunction' && JSON.stringify(statement.Resource).includes(`"${id}"`),
          ),
        );
      expect([task, permissions.length, roles.length]).toEqual([task, 0, 1]);
    }
  });

  it('logs every event, without the data', () => {
    expect(machine(name).Properties.LoggingConfiguration).toMatchObject({ Level: 'ALL', IncludeExecutionData: false });
  });

  it('tells the operators of executions that failed, timed out or could not start', () => {
    const alarmed = templates
      .of('AWS::CloudWatch::Alarm')
      .filter(({ Properties }) =>
        (Properties.Dimensions ?? []).some((one: { Value: { Ref?: string } }) => one.Value.Ref === machine(name).id),
      );
    expect(alarmed.map(({ Properties }) => Properties.MetricName)).toEqual([
      'ExecutionsFailed',
      'ExecutionsTimedOut',
      'ExecutionThrottled',
    ]);
  });
});

it('keeps a function that only earlier definitions call, and lets their executions call it', () => {
  const { filing, system } = manifest.capabilities;
  const spec = manifest.workflows.filing;
  const retired = 'CheckPapers';
  const withRetired = { ...filing.functions, [retired]: changer('functions/filing/steps/screen-risks.ts') };
  const retiring = { ...filing.workflows, filing: { ...spec, retired: [retired] } };
  const later = new Templates({}, { filing: { ...filing, functions: withRetired, workflows: retiring }, system });
  const kept = later.functions().get(retired);
  const calls = later
    .rightsOf(later.machines().get('filing') as Resource)
    .filter((one) => actions(one).includes('lambda:InvokeFunction'));
  expect(calls.flatMap(({ Resource: resource }) => resource)).toContainEqual({ 'Fn::GetAtt': [kept?.id, 'Arn'] });
});

it('names functions and no version of them in a definition: what runs for weeks reads records of the release of today', () => {
  for (const name of Object.keys(manifest.workflows)) {
    const { Partition: _partition, ...called } = machine(name).Properties.DefinitionSubstitutions;
    for (const arn of Object.values(called)) expect(JSON.stringify(arn)).not.toMatch(/Version/);
  }
});
