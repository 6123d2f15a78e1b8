import { z } from 'zod';
import { concepts } from '../kernel/concepts.ts';
import { CurrencyCode, instant } from '../kernel/fields.ts';
import { named } from '../kernel/named.ts';
import { SEVERITY_NAMES } from '../kernel/names.ts';

/** Shapes that several contracts answer or take. */

export const Execution = z.object({ name: z.string(), arn: z.string() });

/** `202`: the record exists and a workflow goes on with it. */
export const accepted = <S extends z.ZodType>(status: S) => z.object({ id: z.string(), status, execution: Execution });

/** Query of every list: pages by time of change. */
export const ListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50).meta({ title: '每页条数' }),
  cursor: z.string().max(2000).optional().meta({ title: '下一页游标' }),
  since: instant('起始变更时间')
    .optional()
    .meta({
      description:
        'Only what changed at or after this instant, the earliest change first. To follow a list, read it to the last page ' +
        'and begin the next reading with its `nextSince`: no change is missed, those of the last minutes come again. Records ' +
        'that ended (withdrawn, cancelled, revoked) are listed as such; none is ever deleted.',
    }),
  districtId: z
    .string()
    .regex(/^\d{6}$/)
    .optional()
    .meta({ title: '区县代码' }),
});

export const listOf = <S extends z.ZodType>(item: S) =>
  z.object({
    items: z.array(item).meta({ title: '本页记录' }),
    nextCursor: z.string().nullable().meta({ title: '下一页游标' }),
    /** On the last page of what changed `since`. */
    nextSince: z.string().optional().meta({ title: '下次起始变更时间' }),
  });

export const MoneyJson = z.object({
  amount: z.string().meta({ title: '金额' }),
  currency: CurrencyCode.meta({ title: '币种' }),
});

export const FindingJson = z.object({
  code: z.string().meta({ title: '代码' }),
  severity: named(SEVERITY_NAMES).meta({ title: '轻重' }),
  message: z.string().meta({ title: '说明' }),
  /** The beginning of the message that names the entry which the pointer names. */
  place: z.string().optional(),
  /** The end of the message that says what to do, where it can be shown apart. */
  remedy: z.string().optional(),
  /** The same request may be taken in seconds. */
  transient: z.literal(true).optional(),
  pointer: z.string(),
  legalBasis: z.string().optional(),
});

const PLACE = 'The beginning of the message that names the entry which the pointer names';
const REMEDY = 'The end of the message that says what to do, where it can be shown apart';
const TRANSIENT =
  'What the request names may have been filed or changed a moment ago, or is being worked on: the same request may be ' +
  'taken in seconds. Of the whole problem it is true where nothing else stands against the request';

/** What a problem and each of its errors tell alike. */
export const TOLD = {
  remedy: z.string().optional().meta({ title: '办法', description: REMEDY }),
  transient: z.literal(true).optional().meta({ title: '可稍后重试', description: TRANSIENT }),
};

/** One finding of a problem or a dry run; a warning has the name by which it is accepted. */
export const ProblemErrorJson = z.object({
  pointer: z.string().meta({ title: '位置' }),
  code: z.string().meta({ title: '代码' }),
  message: z.string().meta({ title: '说明' }),
  place: z.string().optional().meta({ title: '所在条目', description: PLACE }),
  ...TOLD,
  severity: named(SEVERITY_NAMES).meta({ title: '轻重' }),
  legalBasis: z.string().optional().meta({ title: '依据' }),
  warningId: z.string().optional().meta({ title: '警告编号' }),
});

concepts({ Execution, Money: MoneyJson, Finding: FindingJson, ProblemError: ProblemErrorJson });

/** A record's version as `If-Match` takes it. */
export const Etag = z
  .string()
  .meta({ title: '版本标记', description: 'The version that was read, as `If-Match` takes it.' });

export const etagOf = (version: number): string => `"${version}"`;

/** A record's version as an ETag header. */
export const etag = (version: number): Record<string, string> => ({ ETag: etagOf(version) });
