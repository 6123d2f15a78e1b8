import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

export interface KeptBucketProps extends Pick<BucketProps, 'cors' | 'lifecycleRules' | 'objectLockDefaultRetention'> {
  readonly key: IKey;
  /** Why its requests are not logged by S3. */
  readonly unlogged: string;
}

/**
 * A bucket that holds what must not be lost or seen: private, under the customer's own key, over TLS 1.2 at least, every
 * version kept, kept itself when its stack goes. The bucket's key saves a call of KMS for each object.
 */
export class KeptBucket extends Bucket {
  constructor(scope: Construct, id: string, { key, unlogged, ...props }: KeptBucketProps) {
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
      ...props,
    });
    Validations.of(this).acknowledge({ id: 'AwsSolutions-S1', reason: unlogged });
  }
}
