import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it, vi } from 'vitest';
import { BUCKET_VARIABLES, s3Storage } from '../../../../functions/shared/documents/storage.ts';
import { keptDays } from '../../../../functions/shared/reference/retention.ts';
import { RegistryTable } from '../../../../infra/aws/constructs/registry-table.ts';
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

  it('keeps the indexes that an upgrade names, those of the first layout whole, and knows no others', () => {
    const indexesOf = (indexes: string) => {
      const stack = new Stack(new App({ context: { indexes } }));
      const [key, topic] = [new Key(stack, 'Key'), new Topic(stack, 'Topic')];
      const table = new RegistryTable(stack, 'Table', { spec: tables.registry, key, topic });
      const made = Template.fromStack(Stack.of(table)).findResources('AWS::DynamoDB::Table');
      return Object.values(made)[0]?.['Properties'].GlobalSecondaryIndexes.map((index: any) => [
        index.IndexName,
        index.Projection.ProjectionType,
      ]);
    };
    expect(indexesOf('byList,byChange')).toEqual([
      ['byList', 'ALL'],
      ['byChange', 'INCLUDE'],
    ]);
    expect(() => indexesOf('byNothing')).toThrow('no index byNothing');
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

  describe('holds documents in two buckets, uploads and evidence, and anchors in a third', () => {
    const buckets = templates.of('AWS::S3::Bucket');
    const uploads = buckets.find(({ id }) => id.startsWith('Documents'));
    const anchors = buckets.find(({ id }) => id.startsWith('Anchors'));
    const evidence = buckets.find(({ id }) => id.startsWith('Evidence'));

    it('and no other', () => {
      expect(buckets).toHaveLength(3);
      expect([uploads, evidence, anchors]).not.toContain(undefined);
    });

    it.each(buckets)('$id is private, under the records’ own key, and kept with every version', (bucket) => {
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

    it.each(templates.of('AWS::S3::BucketPolicy'))(
      '$id refuses whatever does not come over TLS 1.2, and lets nobody in',
      (policy) => {
        const statements: { Effect: string; Condition: unknown }[] = policy.Properties.PolicyDocument.Statement;
        expect(statements.map(({ Effect, Condition }) => [Effect, Condition])).toEqual([
          ['Deny', { Bool: { 'aws:SecureTransport': 'false' } }],
          ['Deny', { NumericLessThan: { 's3:TlsVersion': 1.2 } }],
        ]);
      },
    );

    it.each(buckets)('$id expires nothing that is current: the table decides what goes', ({ id, Properties }) => {
      if (id === anchors?.id) expect(Properties).not.toHaveProperty('LifecycleConfiguration');
      else
        expect(Properties.LifecycleConfiguration.Rules).toEqual([
          { Id: 'replaced', NoncurrentVersionExpiration: { NoncurrentDays: 30 }, Status: 'Enabled' },
        ]);
    });

    it('locks evidence, no longer than it is to be retained, and no upload, which may have to go', () => {
      expect(uploads?.Properties).not.toHaveProperty('ObjectLockEnabled');
      expect(uploads?.Properties).not.toHaveProperty('ObjectLockConfiguration');
      const { Mode, Days } = evidence?.Properties.ObjectLockConfiguration.Rule.DefaultRetention ?? {};
      expect(evidence?.Properties.ObjectLockEnabled).toBe(true);
      expect(Mode).toBe('GOVERNANCE');
      expect(Days).toBeGreaterThan(0);
      expect(Days).toBeLessThanOrEqual(keptDays('DOCUMENT'));
      expect(JSON.stringify(templates.resources)).not.toMatch(/s3:(Bypass\w+|PutObjectRetention|PutObjectLegalHold)/);
    });

    it('locks each anchor even against the account’s administrators, no longer than documents are to be retained', () => {
      expect(anchors?.Properties.ObjectLockEnabled).toBe(true);
      const { Mode, Days } = anchors?.Properties.ObjectLockConfiguration.Rule.DefaultRetention ?? {};
      expect(Mode).toBe('COMPLIANCE');
      expect(Days).toBe(evidence?.Properties.ObjectLockConfiguration.Rule.DefaultRetention.Days);
      expect(anchors?.Properties).not.toHaveProperty('CorsConfiguration');
    });

    it('lets pages of any origin get evidence and put none', () => {
      expect(evidence?.Properties.CorsConfiguration.CorsRules).toMatchObject([{ AllowedMethods: ['GET'] }]);
    });

    it('lets a page send every header that an upload link demands', async () => {
      vi.stubEnv('AWS_ACCESS_KEY_ID', 'none')
        .stubEnv('AWS_SECRET_ACCESS_KEY', 'none')
        .stubEnv('AWS_REGION', 'eu-west-1');
      const file = { key: '500111/a', contentType: 'application/pdf', size: 1, sha256: '00'.repeat(32) };
      const { headers } = await s3Storage({ [BUCKET_VARIABLES.uploads]: 'documents' }).uploadLink(
        file,
        '2026-03-17T01:30:00Z',
      );
      vi.unstubAllEnvs();
      const [rule] = uploads?.Properties.CorsConfiguration.CorsRules ?? [];
      expect(rule.AllowedMethods).toEqual(['GET', 'PUT']);
      expect(rule.AllowedHeaders).toEqual(Object.keys(headers).map((name) => name.toLowerCase()));
    });
  });
});
