import { describe, expect, it } from 'vitest';
import { tables } from '../../../infra/manifest/tables.ts';
import { Templates } from './kit.ts';

describe('the data stack', () => {
  const templates = new Templates();
  const deployed = templates.of('AWS::DynamoDB::Table');

  it('holds the tables of the manifest and no other', () => {
    expect(deployed.map(({ stack, id }) => [stack, id.replace(/[0-9A-F]{8}$/, '').toLowerCase()])).toEqual(
      Object.keys(tables).map((name) => ['data', name]),
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
      tables.registry.indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: [
          { AttributeName: index.partitionKey, KeyType: 'HASH' },
          { AttributeName: index.sortKey, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      })),
    );
    expect(audit?.Properties).not.toHaveProperty('StreamSpecification');
    expect(audit?.Properties).not.toHaveProperty('TimeToLiveSpecification');
  });

  it('rotates every key and keeps it', () => {
    const keys = templates.of('AWS::KMS::Key');
    expect(keys).toHaveLength(2);
    for (const key of keys) {
      expect(key.Properties.EnableKeyRotation).toBe(true);
      expect(key.DeletionPolicy).toBe('Retain');
    }
  });
});
