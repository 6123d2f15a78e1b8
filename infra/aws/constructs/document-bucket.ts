import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { UNREFERENCED } from '../../../functions/shared/documents/storage.ts';
import { UNREFERENCED_DAYS } from '../../manifest/documents.ts';

/** [designed] Days for which a version that was replaced or cleared away can be had back. */
const REPLACED_DAYS = 30;

/**
 * Where the content of documents lies: private, under the customer's own key, over TLS 1.2 at least, kept when its stack
 * goes, and no role of the registry deletes from it.
 *
 * - An upload that no form refers to goes by itself; what is referred to has lost the tag by which that happens.
 * - Pages of any origin may put and get: a link is the whole authority, and no cookie goes with it.
 * - The bucket's key saves a call of KMS for each object.
 */
export class DocumentBucket extends Bucket {
  constructor(scope: Construct, id: string, { key }: { readonly key: IKey }) {
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
      lifecycleRules: [
        {
          id: 'unreferenced',
          tagFilters: { [UNREFERENCED.key]: UNREFERENCED.value },
          expiration: Duration.days(UNREFERENCED_DAYS),
        },
        { id: 'replaced', noncurrentVersionExpiration: Duration.days(REPLACED_DAYS) },
      ],
      cors: [
        {
          allowedOrigins: ['*'],
          allowedMethods: [HttpMethods.GET, HttpMethods.PUT],
          allowedHeaders: ['content-type', 'x-amz-checksum-sha256', 'x-amz-tagging'],
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
