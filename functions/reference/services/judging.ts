import { sha256 } from '../../shared/digest.ts';
import { Problem, ruleViolation } from '../../shared/http/problem.ts';
import { says } from '../../shared/kernel/finding.ts';
import type { Dated } from '../../shared/reference/in-force.ts';
import { LISTS, type ListKey } from '../../shared/reference/lists/index.ts';
import { pack } from '../../shared/table/packed.ts';
import { onThread } from '../../shared/threads/task.ts';
import { type Change, type Judged, judge, readRows, type Submitted } from '../domain/version.ts';

/** A version that may be kept: its rows as they are loaded, packed, and what it does. */
export interface Prepared {
  readonly rows: Uint8Array<ArrayBuffer>;
  readonly rowsDigest: string;
  readonly counts: Judged['counts'];
  /** The first of the changes. */
  readonly changes: readonly Change[];
}

/** [designed] Changes that a preview shows; the counts tell of all. */
const SHOWN_CHANGES = 200;

/** An item of the table has 400 KB, and holds the preview too. */
const MAX_BYTES = 300 * 1024;

/**
 * Judges a version against all that its list says, off the thread that answers everybody: a tariff has 13,000 rows.
 *
 * @throws Problem RULE_VIOLATION with every fault at once, TOO_LARGE, BUSY
 */
export const prepared = onThread(
  import.meta.url,
  'reference-version',
  20,
  ({ key, history, submitted }: { key: ListKey; history: readonly Dated[]; submitted: Submitted }): Prepared => {
    const list = LISTS[key];
    const read = readRows(list, submitted);
    if ('faults' in read) throw ruleViolation(read.faults);
    const { rows, counts, changes } = judge(list, history, submitted, read.rows);
    const packed = Uint8Array.from(pack(rows));
    if (packed.length > MAX_BYTES) throw new Problem('TOO_LARGE', says('一版的内容过大，无法保存', '请分成几版提交'));
    return { rows: packed, rowsDigest: sha256(rows), counts, changes: changes.slice(0, SHOWN_CHANGES) };
  },
);
