import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Place } from '../../functions/shared/documents/storage.ts';
import type { SecretName } from '../manifest/secrets.ts';
import type { tables } from '../manifest/tables.ts';
import type { AnchorBucket } from './constructs/anchor-bucket.ts';
import type { DocumentBucket } from './constructs/document-bucket.ts';
import type { RegistrySecret } from './constructs/registry-secret.ts';
import type { RegistryTable } from './constructs/registry-table.ts';
import type { Target } from './target.ts';

/** What every function, workflow and API stands on. */
export interface Platform {
  readonly target: Target;
  readonly tables: Readonly<Record<keyof typeof tables, RegistryTable>>;
  readonly documents: Readonly<Record<Place, DocumentBucket>>;
  /** Where the anchors of the audit's chains lie. */
  readonly anchors: AnchorBucket;
  /** The key of the tables and the documents. */
  readonly dataKey: IKey;
  /** The key that signs certificates. */
  readonly certificateKey: IKey;
  /** Secrets that functions read, by their names in the manifest. */
  readonly secrets: Readonly<Record<SecretName, RegistrySecret>>;
  /** The logs' key. */
  readonly logKey: IKey;
  /** Where alarms go. */
  readonly alarms: ITopic;
  /** The bus of the capabilities' events. */
  readonly bus: EventBus;
}
