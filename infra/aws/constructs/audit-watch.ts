import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { OperatorQueue } from './operator-queue.ts';
import type { RegistryTable } from './registry-table.ts';

export interface AuditWatchProps {
  readonly audit: RegistryTable;
  /** The tables' key. */
  readonly key: IKey;
  readonly topic: ITopic;
}

/**
 * Tells the operators of every audit entry that was changed or removed, whoever did it: no role of the registry may, but the
 * account's administrators can, and IAM cannot tell a put that overwrites an entry from its first. A pipe reads the table's
 * stream, passes what is no INSERT to a queue, and the queue has its alarm; new entries cost nothing. The queue keeps the
 * keys of the entry and the time for 14 days, never its content.
 *
 * The pipe begins at the oldest record of the stream and tries each for as long as the stream has it.
 */
export class AuditWatch extends Construct {
  constructor(scope: Construct, id: string, { audit, key, topic }: AuditWatchProps) {
    super(scope, id);
    const stream = audit.tableStreamArn;
    if (stream === undefined) throw new Error('the audit table has no stream');
    const queue = new OperatorQueue(this, 'Changes', {
      topic,
      description: '审计记录被改动或删除：审计记录只增不改，请立即按 docs/operations.md 查明是谁、改了哪一条',
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('pipes.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    });
    const allow = (actions: string[], resource: string) =>
      role.addToPolicy(new PolicyStatement({ actions, resources: [resource] }));
    allow(
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
      stream,
    );
    allow(['kms:Decrypt'], key.keyArn);
    allow(['sqs:SendMessage'], queue.queueArn);
    const pipe = new CfnPipe(this, 'Pipe', {
      description: 'Audit entries that were changed or removed',
      roleArn: role.roleArn,
      source: stream,
      sourceParameters: {
        dynamoDbStreamParameters: { startingPosition: 'TRIM_HORIZON', batchSize: 1 },
        filterCriteria: { filters: [{ pattern: JSON.stringify({ eventName: ['MODIFY', 'REMOVE'] }) }] },
      },
      target: queue.queueArn,
    });
    // A pipe is tried as it is made, and fails without its rights.
    pipe.node.addDependency(role);
  }
}
