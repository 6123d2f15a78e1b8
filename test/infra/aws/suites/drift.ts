import { describe, expect, it } from 'vitest';
import type { Capabilities } from '../../../../infra/aws/manifest.ts';
import type { Access } from '../../../../infra/manifest/model.ts';
import { tables } from '../../../../infra/manifest/tables.ts';
import { actions, manifest, standard } from '../kit.ts';

const templates = standard();
const functions = templates.functions();
const capabilities: Capabilities = manifest.capabilities;

const READ = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'];
const LOOK = ['s3:GetObject', 's3:ListBucket'];
const DECRYPT = ['kms:Decrypt', 'kms:DescribeKey'];
const ENCRYPT = [
  ...DECRYPT,
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** Every action of AWS that a word of the manifest allows, written down a second time. */
const WORDS: { readonly [Word in keyof Access]-?: Readonly<Record<string, readonly string[]>> } = {
  registry: {
    read: [...READ, ...DECRYPT],
    write: [
      ...READ,
      'dynamodb:BatchWriteItem',
      'dynamodb:ConditionCheckItem',
      'dynamodb:DeleteItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      ...ENCRYPT,
    ],
    stream: [
      'dynamodb:DescribeStream',
      'dynamodb:GetItem',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
      ...DECRYPT,
    ],
  },
  audit: {
    append: ['dynamodb:PutItem', ...ENCRYPT],
    consult: ['dynamodb:PutItem', 'dynamodb:Query', ...ENCRYPT],
    scan: ['dynamodb:Scan', ...DECRYPT],
  },
  anchors: { write: [...LOOK, 's3:PutObject', ...ENCRYPT] },
  documents: {
    read: [...LOOK, ...DECRYPT],
    grant: [...LOOK, 's3:PutObject', ...ENCRYPT],
    bring: [...LOOK, 's3:PutObject', ...ENCRYPT],
    keep: [...LOOK, 's3:PutObject', ...ENCRYPT],
    clear: ['s3:DeleteObject', ...DECRYPT],
  },
  certificates: { sign: ['kms:GetPublicKey', 'kms:Sign'] },
  invokes: { any: ['lambda:InvokeFunction'] },
  outbound: { any: ['secretsmanager:GetSecretValue', ...DECRYPT], none: [] },
  portal: { true: [] },
  issuer: { administer: [] },
  executions: { read: ['states:DescribeExecution', 'states:ListExecutions'] },
  relay: {
    true: [
      'events:PutEvents',
      'states:DescribeExecution',
      'states:RedriveExecution',
      'states:SendTaskSuccess',
      'states:StartExecution',
      // The dead letters of the stream.
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:SendMessage',
    ],
  },
};

/** What every function may do: write its log. One that is called by events hands on what it cannot handle. */
const LOG = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const DEAD_LETTERS = ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'];

/** Lists of functions and of secrets are of one word; a list of no secrets allows nothing. */
function nameOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  return (value as NonNullable<Access['outbound']>).secrets?.length === 0 ? 'none' : 'any';
}

const wordsOf = (access: Access): string[] =>
  (Object.entries(access) as [keyof Access, unknown][]).flatMap(([word, value]) => [
    ...(WORDS[word][nameOf(value)] ?? [`no word ${word} ${nameOf(value)}`]),
  ]);

const isCalledByEvents = (name: string): boolean =>
  manifest.subscriptions.some((one) => one.function === name) ||
  manifest.schedules.some((one) => one.function === name);

describe('the templates and the manifest are the same:', () => {
  it.each([...functions])('%s may do what its words say, of every service, and nothing more', (name, made) => {
    const access = manifest.functions[name]?.access ?? {};
    const wanted = [...LOG, ...wordsOf(access), ...(isCalledByEvents(name) ? DEAD_LETTERS : [])];
    expect(new Set(templates.rightsOf(made).flatMap(actions))).toEqual(new Set(wanted));
  });

  it('each schedule, at its interval', () => {
    const rates = templates
      .of('AWS::Events::Rule')
      .filter(({ Properties }) => Properties.ScheduleExpression)
      .map(
        ({ Properties: { ScheduleExpression, Targets } }) => `${ScheduleExpression} ${Targets[0].Arn['Fn::GetAtt'][0]}`,
      );
    const wanted = manifest.schedules.map((one) => {
      const rate = one.everyMinutes === 60 ? '1 hour' : `${one.everyMinutes} minutes`;
      return `rate(${rate}) ${functions.get(one.function)?.id}`;
    });
    expect(rates.sort()).toEqual(wanted.sort());
  });

  it('each capability a stack, with its workflows, its API function and what its events call', () => {
    for (const [name, { functions: own, workflows = {}, api }] of Object.entries(capabilities)) {
      const stack = templates.stacks.capabilities[name]?.stackName;
      const inStack = (type: string) => templates.of(type).filter((one) => one.stack === stack).length;
      const others = Object.entries(own).filter(([of, { access }]) => of === 'Authorizer' || access.relay).length;
      expect([name, inStack('AWS::Lambda::Function')]).toEqual([name, Object.keys(own).length - others]);
      expect([name, inStack('AWS::StepFunctions::StateMachine')]).toEqual([name, Object.keys(workflows).length]);
      expect([name, inStack('AWS::SQS::Queue')]).toEqual([name, Object.keys(own).filter(isCalledByEvents).length]);
      expect(functions.get(api.function)?.stack).toBe(stack);
    }
  });

  it('nothing that computes, keeps or carries but what the manifest has', () => {
    const count = (type: string) => templates.of(type).length;
    expect({
      functions: count('AWS::Lambda::Function'),
      stateMachines: count('AWS::StepFunctions::StateMachine'),
      rules: count('AWS::Events::Rule'),
      tables: count('AWS::DynamoDB::Table'),
      mappings: count('AWS::Lambda::EventSourceMapping'),
    }).toEqual({
      functions: Object.keys(manifest.functions).length,
      stateMachines: Object.keys(manifest.workflows).length,
      rules: manifest.subscriptions.length + manifest.schedules.length,
      tables: Object.keys(tables).length,
      mappings: Object.values(manifest.functions).filter(({ access }) => access.relay).length,
    });
    // A kind of resource that nobody has seen here yet is looked at before it is deployed.
    const kinds = new Set(templates.resources.map(({ Type }) => Type.split('::')[1]));
    expect(kinds).toEqual(new Set(SERVICES));
  });
});

const SERVICES = [
  'ApiGateway',
  'CloudWatch',
  'CodeDeploy',
  'DynamoDB',
  'Events',
  'IAM',
  'KMS',
  'Lambda',
  'Logs',
  'Pipes',
  'S3',
  'SNS',
  'SQS',
  'SecretsManager',
  'StepFunctions',
  'WAFv2',
];
