import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { type IndexSpec, PARTITION_KEY, RETIRED_INDEXES, SORT_KEY, type TableSpec } from '../../manifest/tables.ts';
import { RegistryAlarm } from './registry-alarm.ts';

/** [designed] Throttled requests in five minutes that the SDK's own retries no longer hide. */
const THROTTLES = 10;

export interface RegistryTableProps {
  readonly spec: TableSpec;
  readonly key: IKey;
  readonly topic: ITopic;
  /** Whether its changes are watched, by their keys. @default false */
  readonly isWatched?: boolean;
}

/**
 * A table of the manifest. On demand, because the markets' days differ; restorable to any second of the last 35 days;
 * under the customer's own key; refused deletion, and kept when its stack goes. The manifest's stream carries the new image,
 * which is all the relay reads; a table that is only watched streams its keys, and on AWS only (`AuditWatch`).
 */
export class RegistryTable extends Table {
  constructor(scope: Construct, id: string, { spec, key, topic, isWatched = false }: RegistryTableProps) {
    super(scope, id, {
      partitionKey: text(PARTITION_KEY),
      sortKey: text(SORT_KEY),
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      ...(spec.stream ? { stream: StreamViewType.NEW_IMAGE } : isWatched ? { stream: StreamViewType.KEYS_ONLY } : {}),
      ...(spec.timeToLive === undefined ? {} : { timeToLiveAttribute: spec.timeToLive }),
    });
    for (const index of indexesOf(this, spec)) {
      this.addGlobalSecondaryIndex({
        indexName: index.name,
        partitionKey: text(index.partitionKey),
        sortKey: text(index.sortKey),
        ...projectionOf(index),
      });
    }
    new RegistryAlarm(this, 'Throttled', {
      topic,
      metric: this.throttles(),
      threshold: THROTTLES,
      description: `数据表 ${id} 的请求被限流；请查看热点分区（同一区县或同一队列的集中写入）`,
    });
  }

  /** Requests that DynamoDB refused for lack of capacity, reads and writes, in five minutes. */
  throttles(): MathExpression {
    const sum = (metricName: string) => this.metric(metricName, { statistic: 'Sum' });
    const [reads, writes] = [`reads${this.node.id}`, `writes${this.node.id}`];
    return new MathExpression({
      expression: `FILL(${reads}, 0) + FILL(${writes}, 0)`,
      usingMetrics: { [reads]: sum('ReadThrottleEvents'), [writes]: sum('WriteThrottleEvents') },
      label: this.node.id,
      period: Duration.minutes(5),
    });
  }
}

/**
 * The indexes of a table: those of the manifest, or while a table is brought up to date those that `-c indexes=a,b` names,
 * because CloudFormation makes or takes away one at a time (docs/upgrade.md).
 */
function indexesOf(scope: Construct, { indexes }: TableSpec): readonly IndexSpec[] {
  const named: unknown = scope.node.tryGetContext('indexes');
  if (typeof named !== 'string' || indexes.length === 0) return indexes;
  const known = new Map([...RETIRED_INDEXES, ...indexes].map((index) => [index.name, index]));
  return named.split(',').map((name) => {
    const index = known.get(name);
    if (!index) throw new Error(`no index ${name}: there are ${[...known.keys()].join(', ')}`);
    return index;
  });
}

function projectionOf({ include, isWhole = false }: IndexSpec) {
  if (isWhole) return { projectionType: ProjectionType.ALL };
  return include
    ? { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...include] }
    : { projectionType: ProjectionType.KEYS_ONLY };
}

const text = (name: string) => ({ name, type: AttributeType.STRING });
