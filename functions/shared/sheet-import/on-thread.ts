import { Problem } from '../http/problem.ts';
import { says } from '../kernel/finding.ts';
import { packed, unpacked } from '../kernel/turns.ts';
import type { SheetRow } from '../sheet/worksheet.ts';
import { onThread } from '../threads/task.ts';
import { type RecordSheet, readRecords, type SheetForm } from './read.ts';

/** Lambda takes 6 MB of a request, which are 4.5 MB before base64. */
const MAX_FILE_BYTES = 4 * 1024 ** 2;

/** [designed] What reading a sheet may take, far above what it does take. */
const READING_SECONDS = 15;

/** What is copied to the thread. */
interface Reading<G> {
  readonly bytes: Uint8Array;
  readonly given: G;
}

/**
 * Declares the reading of one kind of sheet, XLSX or CSV in UTF-8 (with or without mark) or GBK, in a thread of the pool.
 *
 * @param module the `import.meta.url` of the module that declares it
 * @param task a name that no other task of the same function has
 * @param finish what is found out of all rows at once, e.g. which repeat another; `given` is copied to the thread for it
 * @returns the reading; it throws Problem MALFORMED_FILE, TOO_LARGE and BUSY
 */
export function recordReader<K, R extends SheetRow = SheetRow, G = undefined>(
  module: string,
  task: string,
  form: SheetForm<K>,
  finish: (sheet: RecordSheet, given: G) => readonly R[],
): (bytes: Buffer, given: G) => Promise<RecordSheet<R>> {
  const read = onThread(module, task, READING_SECONDS, ({ bytes, given }: Reading<G>) => {
    const sheet = readRecords(Buffer.from(bytes), form);
    return { ...sheet, rows: packed(finish(sheet, given)) };
  });
  return async (bytes, given) => {
    if (bytes.length > MAX_FILE_BYTES) {
      throw new Problem(
        'TOO_LARGE',
        says(`文件 ${bytes.length} 字节，至多 ${MAX_FILE_BYTES} 字节（4 MB）`, '请删去图片，或分成几份上传'),
      );
    }
    const { rows, ...sheet } = await read({ bytes, given });
    return { ...sheet, rows: await unpacked<R>(rows) };
  };
}
