import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { HttpMethods, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Place } from '../../../functions/shared/documents/storage.ts';
import { KeptBucket } from './kept-bucket.ts';

/** [designed] Days for which a version that was replaced or cleared away can be had back. */
const REPLACED_DAYS = 30;

/** The headers that an upload link demands. */
const UPLOAD_HEADERS = ['content-type', 'x-amz-checksum-sha256'];

export interface DocumentBucketProps {
  readonly key: IKey;
  readonly place: Place;
  /** Days for which a new object can be neither overwritten nor deleted, but by who may bypass it; no role here may. */
  readonly lockDays?: number;
}

/**
 * Where the content of documents lies. One bucket takes the uploads of clients, the other the evidence that the registry
 * copies from them.
 *
 * - No lifecycle rule expires what is current: which upload goes, the table decides (`ClearUploads`).
 * - Pages of any origin may get, and put uploads: a link is the whole authority, and no cookie goes with it.
 */
export class DocumentBucket extends KeptBucket {
  constructor(scope: Construct, id: string, { key, place, lockDays }: DocumentBucketProps) {
    const takesUploads = place === 'uploads';
    super(scope, id, {
      key,
      unlogged: 'A line of the access log would carry the file name of a download, and that may name a person.',
      ...(lockDays === undefined
        ? {}
        : { objectLockDefaultRetention: ObjectLockRetention.governance(Duration.days(lockDays)) }),
      lifecycleRules: [{ id: 'replaced', noncurrentVersionExpiration: Duration.days(REPLACED_DAYS) }],
      cors: [
        {
          allowedOrigins: ['*'],
          allowedMethods: [HttpMethods.GET, ...(takesUploads ? [HttpMethods.PUT] : [])],
          ...(takesUploads ? { allowedHeaders: UPLOAD_HEADERS } : {}),
          maxAge: 3600,
        },
      ],
    });
  }
}
