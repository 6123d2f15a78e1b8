import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Place } from '../../../functions/shared/documents/storage.ts';
import { LOCK_DAYS } from '../../manifest/documents.ts';
import { type SecretName, secrets } from '../../manifest/secrets.ts';
import { tables } from '../../manifest/tables.ts';
import { AnchorBucket } from '../constructs/anchor-bucket.ts';
import { AuditWatch } from '../constructs/audit-watch.ts';
import { CertificateKey } from '../constructs/certificate-key.ts';
import { DocumentBucket } from '../constructs/document-bucket.ts';
import { RegistrySecret } from '../constructs/registry-secret.ts';
import { RegistryTable } from '../constructs/registry-table.ts';

/**
 * The tables and the documents with their key, what watches and anchors the audit's, the key of the certificates and the
 * secrets. Protected from deletion as a whole, and what it holds stays when it goes.
 */
export class DataStack extends Stack {
  readonly key: Key;
  readonly tables: Readonly<Record<keyof typeof tables, RegistryTable>>;
  readonly documents: Readonly<Record<Place, DocumentBucket>>;
  readonly anchors: AnchorBucket;
  readonly certificateKey: CertificateKey;
  readonly secrets: Readonly<Record<SecretName, RegistrySecret>>;

  constructor(scope: Construct, id: string, props: StackProps & { readonly topic: ITopic }) {
    super(scope, id, { ...props, terminationProtection: true });
    this.key = new Key(this, 'Key', {
      description: 'Records of the market procurement registry',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const common = { key: this.key, topic: props.topic };
    this.tables = {
      registry: new RegistryTable(this, 'Registry', { spec: tables.registry, ...common }),
      audit: new RegistryTable(this, 'Audit', { spec: tables.audit, isWatched: true, ...common }),
    };
    new AuditWatch(this, 'AuditWatch', { audit: this.tables.audit, ...common });
    this.documents = {
      uploads: new DocumentBucket(this, 'Documents', { key: this.key, place: 'uploads' }),
      evidence: new DocumentBucket(this, 'Evidence', { key: this.key, place: 'evidence', lockDays: LOCK_DAYS }),
    };
    this.anchors = new AnchorBucket(this, 'Anchors', { key: this.key, lockDays: LOCK_DAYS });
    this.certificateKey = new CertificateKey(this, 'Certificates');
    this.secrets = {
      webhookKey: new RegistrySecret(this, 'WebhookKey', secrets.webhookKey),
      mailPassword: new RegistrySecret(this, 'MailPassword', secrets.mailPassword),
      textGatewayKey: new RegistrySecret(this, 'TextGatewayKey', secrets.textGatewayKey),
    };
  }
}
