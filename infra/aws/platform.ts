import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { tables } from '../manifest/tables.ts';
import type { RegistryTable } from './constructs/registry-table.ts';
import type { Target } from './target.ts';

/** What every function, workflow and API stands on. */
export interface Platform {
  readonly target: Target;
  readonly tables: Readonly<Record<keyof typeof tables, RegistryTable>>;
  /** The tables' key. */
  readonly tableKey: IKey;
  /** The logs' key. */
  readonly logKey: IKey;
  /** Where alarms go. */
  readonly alarms: ITopic;
}
