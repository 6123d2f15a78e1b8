import { describe, expect, it, vi } from 'vitest';
import { BUCKET_VARIABLE, s3Storage, UNREFERENCED } from '../../../../functions/shared/documents/storage.ts';
import { type IndexSpec, tables } from '../../../../infra/manifest/tables.ts';
import { actions, standard } from '../kit.ts';

describe('the data stack', () => {
  const templates = standard();
  const deployed = templates.of('AWS::DynamoDB::Table');

  it('holds the tables of the manifest and no other', () => {
    expect(deployed.map(({ stack, id }) => [stack, id.replace(/[0-9A-F]{8}$/, '').toLowerCase()])).toEqual(
      Object.keys(tables).map((name) => ['RegistryData', name]),
    );
    expect(templates.stacks.data.terminationProtection).toBe(true);
  });

  it.each(deployed)('$id can be restored, is refused deletion, and is under its own key', (table) => {
    expect(table.DeletionPolicy).toBe('Retain');
    expect(table.Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    });
  });

  it('streams the registry’s new images, lets its items expire, and indexes it as the manifest says', () => {
    const [registry, audit] = deployed;
    expect(registry?.Properties.StreamSpecification).toEqual({ StreamViewType: 'NEW_IMAGE' });
    expect(registry?.Properties.TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true });
    expect(registry?.Properties.GlobalSecondaryIndexes).toEqual(
      tables.registry.indexes.map(({ include, ...index }: IndexSpec) => ({
        IndexName: index.name,
        KeySchema: [
          { AttributeName: index.partitionKey, KeyType: 'HASH' },
          { AttributeName: index.sortKey, KeyType: 'RANGE' },
        ],
        Projection: include
          ? { ProjectionType: 'INCLUDE', NonKeyAttributes: include }
          : { ProjectionType: 'KEYS_ONLY' },
      })),
    );
    expect(audit?.Properties.StreamSpecification).toEqual({ StreamViewType: 'KEYS_ONLY' });
    expect(audit?.Properties).not.toHaveProperty('TimeToLiveSpecification');
  });

  describe('watches the audit, whose entries nothing changes: a pipe', () => {
    const [pipe, ...others] = templates.of('AWS::Pipes::Pipe');
    const queue = pipe?.Properties.Target['Fn::GetAtt'][0];

    it('passes every change and removal of its stream, no new entry, from the stream’s beginning', () => {
      expect(others).toEqual([]);
      expect(pipe?.Properties.Source).toEqual({ 'Fn::GetAtt': [deployed[1]?.id, 'StreamArn'] });
      const { FilterCriteria, DynamoDBStreamParameters } = pipe?.Properties.SourceParameters ?? {};
      expect(FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern))).toEqual([
        { eventName: ['MODIFY', 'REMOVE'] },
      ]);
      expect(DynamoDBStreamParameters).toEqual({ BatchSize: 1, StartingPosition: 'TRIM_HORIZON' });
    });

    it('into a queue whose first message is an alarm', () => {
      const alarms = templates
        .of('AWS::CloudWatch::Alarm')
        .filter(({ Properties }) => JSON.stringify(Properties.Dimensions ?? []).includes(`"${queue}"`));
      expect(alarms.map(({ Properties }) => [Properties.Threshold, Properties.AlarmDescription])).toEqual([
        [1, expect.stringContaining('审计记录被改动或删除')],
      ]);
    });

    it('by a role that reads the stream with its key, sends to the queue, and does nothing else', () => {
      const rights = pipe ? templates.rightsOf(pipe) : [];
      expect(rights.map((statement) => [actions(statement), statement.Resource])).toEqual([
        [
          ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
          { 'Fn::GetAtt': [deployed[1]?.id, 'StreamArn'] },
        ],
        [['kms:Decrypt'], { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] }],
        [['sqs:SendMessage'], { 'Fn::GetAtt': [queue, 'Arn'] }],
      ]);
      const role = templates.of('AWS::IAM::Role').find(({ id }) => id === pipe?.Properties.RoleArn['Fn::GetAtt'][0]);
      expect(role?.Properties.AssumeRolePolicyDocument.Statement).toEqual([
        expect.objectContaining({
          Principal: { Service: 'pipes.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }),
      ]);
    });
  });

  it('keeps every key, and rotates each that can be', () => {
    const keys = templates.of('AWS::KMS::Key');
    for (const key of keys) expect(key.DeletionPolicy).toBe('Retain');
    const { signing = [], encrypting = [] } = Object.groupBy(keys, ({ Properties }) =>
      Properties.KeyUsage === 'SIGN_VERIFY' ? 'signing' : 'encrypting',
    );
    expect(signing.map(({ Properties }) => Properties.KeySpec)).toEqual(['ECC_NIST_P256']);
    expect(encrypting.map(({ Properties }) => Properties.EnableKeyRotation)).toEqual([true, true]);
  });

  describe('holds the documents in one bucket, which', () => {
    const [bucket, ...others] = templates.of('AWS::S3::Bucket');

    it('is private, under the records’ own key, and kept with every version', () => {
      expect(others).toEqual([]);
      expect(bucket?.stack).toBe('RegistryData');
      expect(bucket?.DeletionPolicy).toBe('Retain');
      const [table] = deployed;
      expect(bucket?.Properties).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        VersioningConfiguration: { Status: 'Enabled' },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            {
              BucketKeyEnabled: true,
              ServerSideEncryptionByDefault: {
                SSEAlgorithm: 'aws:kms',
                KMSMasterKeyID: table?.Properties.SSESpecification.KMSMasterKeyId,
              },
            },
          ],
        },
      });
    });

    it('refuses whatever does not come over TLS 1.2, and lets nobody in by its own policy', () => {
      const [policy] = templates.of('AWS::S3::BucketPolicy');
      const statements: { Effect: string; Condition: unknown }[] = policy?.Properties.PolicyDocument.Statement;
      expect(statements.map(({ Effect, Condition }) => [Effect, Condition])).toEqual([
        ['Deny', { Bool: { 'aws:SecureTransport': 'false' } }],
        ['Deny', { NumericLessThan: { 's3:TlsVersion': 1.2 } }],
      ]);
    });

    it('clears away what is tagged as every new upload is, and nothing else that is current', () => {
      const rules: { TagFilters?: unknown; ExpirationInDays?: number; Status: string }[] =
        bucket?.Properties.LifecycleConfiguration.Rules;
      expect(rules.every(({ Status }) => Status === 'Enabled')).toBe(true);
      const expiring = rules.filter(({ ExpirationInDays }) => ExpirationInDays !== undefined);
      expect(expiring.map(({ TagFilters }) => TagFilters)).toEqual([
        [{ Key: UNREFERENCED.key, Value: UNREFERENCED.value }],
      ]);
    });

    it('lets a page send every header that an upload link demands', async () => {
      vi.stubEnv('AWS_ACCESS_KEY_ID', 'none')
        .stubEnv('AWS_SECRET_ACCESS_KEY', 'none')
        .stubEnv('AWS_REGION', 'eu-west-1');
      const file = { key: '500111/a', contentType: 'application/pdf', size: 1, sha256: '00'.repeat(32) };
      const { headers } = await s3Storage({ [BUCKET_VARIABLE]: 'documents' }).uploadLink(file, '2026-03-17T01:30:00Z');
      vi.unstubAllEnvs();
      const [rule] = bucket?.Properties.CorsConfiguration.CorsRules ?? [];
      expect(rule.AllowedMethods).toEqual(['GET', 'PUT']);
      expect(rule.AllowedHeaders).toEqual(Object.keys(headers).map((name) => name.toLowerCase()));
    });
  });
});
