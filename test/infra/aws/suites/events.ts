import { describe, expect, it } from 'vitest';
import { WORKFLOWS } from '../../../../functions/shared/outbox/workflows.ts';
import { stateMachineVariable } from '../../../../functions/shared/runtime.ts';
import { actions, manifest, type Resource, standard } from '../kit.ts';

const templates = standard();
const functions = templates.functions();
const arnOf = (name: string) => ({ 'Fn::GetAtt': [functions.get(name)?.id, 'Arn'] });
const rules = templates.of('AWS::Events::Rule');

/** Ids of the queues in which something undelivered can lie: every queue there is. */
const queues = templates.of('AWS::SQS::Queue').map(({ id }) => id);

describe('the events', () => {
  it('have one rule for each subscription and each schedule, and no other', () => {
    const found = rules.map(({ Properties: { EventPattern, ScheduleExpression, Targets } }) => ({
      when: EventPattern ?? ScheduleExpression,
      target: Targets[0].Arn,
    }));
    const wanted = [
      ...manifest.subscriptions.map((one) => ({
        when: { source: ['market-procurement-registry'], 'detail-type': [one.event] },
        target: arnOf(one.function),
      })),
      ...manifest.schedules.map((one) => ({ when: expect.stringMatching(/^rate\(/), target: arnOf(one.function) })),
    ];
    expect(found).toHaveLength(wanted.length);
    expect(found).toEqual(expect.arrayContaining(wanted));
  });

  it.each(rules)('$id keeps what it cannot deliver, and what its function cannot handle', ({ Properties }) => {
    const [target] = Properties.Targets;
    expect(target.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 });
    expect(queues).toContain(target.DeadLetterConfig.Arn['Fn::GetAtt'][0]);
    const asynchronous = templates
      .of('AWS::Lambda::EventInvokeConfig')
      .find((config) => config.Properties.FunctionName.Ref === target.Arn['Fn::GetAtt'][0]);
    expect(asynchronous?.Properties.DestinationConfig.OnFailure.Destination).toEqual(target.DeadLetterConfig.Arn);
  });

  it('reach the relay from new outbox items only, with a bounded number of attempts', () => {
    const [mapping, ...others] = templates.of('AWS::Lambda::EventSourceMapping');
    expect(others).toEqual([]);
    expect(mapping?.Properties).toMatchObject({
      FunctionName: { Ref: functions.get('Relay')?.id },
      StartingPosition: 'TRIM_HORIZON',
      ParallelizationFactor: 10,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 10,
    });
    expect(
      mapping?.Properties.FilterCriteria.Filters.map((filter: { Pattern: string }) => JSON.parse(filter.Pattern)),
    ).toEqual([{ eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'OUTBOX#' }] } } } }]);
    expect(queues).toContain(mapping?.Properties.DestinationConfig.OnFailure.Destination['Fn::GetAtt'][0]);
  });

  it('leave by the relay alone, which starts, answers and redrives these workflows and no other', () => {
    const rights = templates.rightsOf(functions.get('Relay') as Resource);
    const states = rights.filter((statement) => actions(statement).some((action) => action.startsWith('states:')));
    const workflows = Object.keys(manifest.workflows).length;
    const resources = Map.groupBy(states, (statement) => actions(statement).sort().join());
    expect(
      new Map([...resources].map(([right, of]) => [right, of.flatMap(({ Resource }) => Resource).length])),
    ).toEqual(
      new Map([
        ['states:SendTaskSuccess,states:StartExecution', workflows],
        ['states:DescribeExecution,states:RedriveExecution', workflows],
      ]),
    );
    const others = [...functions]
      .filter(([name, made]) => name !== 'Relay' && touchesEvents(made))
      .map(([name]) => name);
    expect(others).toEqual(['SystemApi']);
  });

  it('are looked at by the operator’s function too, which starts, answers and redrives none', () => {
    const looking = functions.get('SystemApi') as Resource;
    const states = templates
      .rightsOf(looking)
      .filter((statement) => actions(statement).some((action) => action.startsWith('states:')));
    const { length } = Object.keys(manifest.workflows);
    const each = states.map((one) => [actions(one).join(), new Set([one.Resource].flat().map(textOf)).size]);
    expect(new Map(each as [string, number][])).toEqual(
      new Map([
        ['states:ListExecutions', length],
        ['states:DescribeExecution', length],
      ]),
    );
    expect(states.flatMap(({ Resource }) => Resource)).not.toContain('*');
    const told = Object.keys(looking.Properties.Environment.Variables);
    for (const workflow of WORKFLOWS) expect(told).toContain(stateMachineVariable(workflow));
  });
});

const textOf = (resource: unknown): string => JSON.stringify(resource);

const touchesEvents = (made: Resource): boolean =>
  templates.rightsOf(made).some((statement) => actions(statement).some((action) => /^(states|events):/.test(action)));

describe('every dead-letter queue', () => {
  it.each(queues)('%s has an alarm at its first message, is encrypted and wants TLS', (id) => {
    const alarms = templates
      .of('AWS::CloudWatch::Alarm')
      .filter(({ Properties }) => JSON.stringify(Properties.Dimensions ?? []).includes(`"${id}"`));
    expect(alarms.map(({ Properties }) => [Properties.MetricName, Properties.Threshold])).toEqual([
      ['ApproximateNumberOfMessagesVisible', 1],
    ]);
    const queue = templates.of('AWS::SQS::Queue').find((one) => one.id === id);
    expect(queue?.Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 24 * 3600 });
    const policy = templates.of('AWS::SQS::QueuePolicy').find((one) => one.Properties.Queues[0].Ref === id);
    expect(JSON.stringify(policy?.Properties)).toContain('"aws:SecureTransport":"false"');
  });
});

describe('the dashboard', () => {
  const [dashboard] = templates.of('AWS::CloudWatch::Dashboard');
  const body = JSON.stringify(dashboard?.Properties.DashboardBody).replaceAll('\\', '');

  it('shows the API, every workflow, the relay’s lag and both tables', () => {
    const machines = templates.of('AWS::StepFunctions::StateMachine').map(({ id }) => id);
    for (const shown of [...machines, functions.get('Relay')?.id]) expect(body).toContain(shown);
    for (const metric of ['4XXError', '5XXError', 'Latency', 'IteratorAge', 'ReadThrottleEvents', 'ExecutionsFailed']) {
      expect(body).toContain(metric);
    }
  });

  it('finds every function and every dead-letter queue by its name, its own or the one that its stack gives it', () => {
    expect(body).toContain('{AWS/Lambda,FunctionName} MetricName="Errors" Registry NOT env');
    expect(body).toContain('{AWS/SQS,QueueName} MetricName="ApproximateNumberOfMessagesVisible" Registry NOT env');
    const found = [...functions.values(), ...templates.of('AWS::SQS::Queue')];
    for (const { stack, Properties } of found) {
      expect(Properties.FunctionName ?? Properties.QueueName ?? stack).toMatch(/^Registry/);
    }
  });
});

describe('every alarm', () => {
  it('tells the one encrypted topic, which lets CloudWatch publish', () => {
    const [topic, ...others] = templates.of('AWS::SNS::Topic');
    expect(others).toEqual([]);
    expect(topic?.Properties.KmsMasterKeyId).toBeDefined();
    for (const { Properties } of templates.of('AWS::CloudWatch::Alarm')) {
      expect(JSON.stringify(Properties.AlarmActions)).toContain(topic?.id);
      expect(Properties.AlarmDescription).toMatch(/\p{Script=Han}/u);
    }
    const [policy] = templates.of('AWS::SNS::TopicPolicy');
    expect(policy?.Properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
      }),
    );
  });
});
