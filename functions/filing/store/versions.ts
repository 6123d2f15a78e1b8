import { z } from 'zod';
import { everyItem } from '../../shared/table/every-item.ts';
import { versionKey } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { create, type Write } from '../../shared/table/write.ts';
import { changed, type Deed, partitionOf } from './records.ts';

/** 历次版本: every version of a registered record as it was, with who made it, when and why. */

const PREFIX = 'VERSION#';

const Version = z.object({
  version: z.int(),
  at: z.string(),
  action: z.string(),
  by: z.string(),
  reasons: z.array(z.string()),
  filingId: z.string().optional(),
});

type Version = z.infer<typeof Version>;

type Versioned = 'entity' | 'goods';

/** The write that keeps a version beside its record. */
export const versionWrite = (
  kind: Versioned,
  version: number,
  data: { readonly id: string },
  { actor, at, action, reasons = [], filingId }: Deed,
): Write =>
  create(
    {
      pk: partitionOf(kind, data.id),
      sk: PREFIX + versionKey(version),
      version,
      at,
      action,
      by: actor.sub,
      reasons,
      ...(filingId === undefined ? {} : { filingId }),
      data,
    },
    changed,
  );

/** A record as it was at one version. */
export async function versionOf<S extends z.ZodType>(
  table: Table,
  kind: Versioned,
  id: string,
  version: number,
  data: S,
): Promise<z.output<S> | undefined> {
  const item = await table.get({ pk: partitionOf(kind, id), sk: PREFIX + versionKey(version) });
  return item && data.parse(item['data']);
}

/** Every version of a record, the first one first. */
export async function versionsOf<S extends z.ZodType>(
  table: Table,
  kind: Versioned,
  id: string,
  data: S,
): Promise<(Version & { readonly data: z.output<S> })[]> {
  const items = await everyItem(table, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :version)',
    ExpressionAttributeValues: { ':pk': partitionOf(kind, id), ':version': PREFIX },
    ConsistentRead: true,
  });
  return items.map((item) => ({ ...Version.parse(item), data: data.parse(item['data']) }));
}
