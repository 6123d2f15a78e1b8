import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { KeptBucket } from './kept-bucket.ts';

/**
 * Where the audit's hash chains are anchored, outside the tables (`functions/system/schedules/anchor-chains.ts`). For the
 * term of the documents nobody can delete or overwrite one, not even the account's administrators: they are whom an anchor
 * is held against, so that the lock is in compliance mode where that of documents is not. An anchor holds keys and hashes,
 * and nothing of a person.
 */
export class AnchorBucket extends KeptBucket {
  constructor(scope: Construct, id: string, { key, lockDays }: { readonly key: IKey; readonly lockDays: number }) {
    super(scope, id, {
      key,
      objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(lockDays)),
      unlogged: 'One function writes here once a day, and nobody can take away or change what it wrote.',
    });
  }
}
