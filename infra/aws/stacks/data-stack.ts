import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { tables } from '../../manifest/tables.ts';
import { RegistryTable } from '../constructs/registry-table.ts';

/** The tables and their key. Protected from deletion as a whole, and what it holds stays when it goes. */
export class DataStack extends Stack {
  readonly key: Key;
  readonly tables: Readonly<Record<keyof typeof tables, RegistryTable>>;

  constructor(scope: Construct, id: string, props: StackProps & { readonly topic: ITopic }) {
    super(scope, id, { ...props, terminationProtection: true });
    this.key = new Key(this, 'Key', {
      description: 'Tables of the market procurement registry',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const common = { key: this.key, topic: props.topic };
    this.tables = {
      registry: new RegistryTable(this, 'Registry', { spec: tables.registry, ...common }),
      audit: new RegistryTable(this, 'Audit', { spec: tables.audit, ...common }),
    };
  }
}
