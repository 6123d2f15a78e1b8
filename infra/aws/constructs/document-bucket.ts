import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Place } from '../../../functions/shared/documents/storage.ts';

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
 * Where the content of documents lies: private, under the customer's own key, over TLS 1.2 at least, kept when its stack
 * goes. One bucket takes the uploads of clients, the other the evidence that the registry copies from them.
 *
 * - No lifecycle rule expires what is current: which upload goes, the table decides (`ClearUploads`).
 * - Pages of any origin may get, and put uploads: a link is the whole authority, and no cookie goes with it.
 * - The bucket's key saves a call of KMS for each object.
 */
export class DocumentBucket extends Bucket {
  constructor(scope: Construct, id: string, { key, place, lockDays }: DocumentBucketProps) {
    const takesUploads = place === 'uploads';
    super(scope, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
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
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'A line of the access log would carry the file name of a download, and that may name a person.',
    });
  }
}
