import { preferred } from '../../shared/http/accept.ts';
import { Problem } from '../../shared/http/problem.ts';
import { says } from '../../shared/kernel/finding.ts';
import { packedInTurns, unpacked } from '../../shared/kernel/turns.ts';
import { csvOf } from '../../shared/sheet/csv.ts';
import { xlsxOf } from '../../shared/sheet/sheet.ts';
import { XLSX_TYPE } from '../../shared/sheet/types.ts';
import { onThread } from '../../shared/threads/task.ts';

/** The forms of a sheet on its way out, in the order of preference where the client has none. */
export const SHEET_FORMS = ['text/csv', XLSX_TYPE, 'application/json'] as const;

/** A sheet as a file to download. */
export interface SheetFile {
  readonly body: string | Buffer;
  readonly contentType: string;
  readonly headers: Record<string, string>;
}

/**
 * A sheet in the form that the client accepts.
 *
 * @param name of the file, without its ending
 * @returns undefined where the client wants JSON
 * @throws Problem NOT_ACCEPTABLE, TOO_LARGE, BUSY
 */
export async function sheetFile(
  rows: readonly (readonly string[])[],
  name: string,
  accept: string,
): Promise<SheetFile | undefined> {
  const file = (body: string | Buffer, contentType: string, ending: string): SheetFile => {
    if (Buffer.byteLength(body) > MAX_BYTES) {
      throw new Problem(
        'TOO_LARGE',
        says(`文件超过 ${MAX_BYTES} 字节，不能一次给出`, '请用 XLSX 格式，或减少每页条数'),
      );
    }
    return { body, contentType, headers: { 'Content-Disposition': `attachment; filename="${name}.${ending}"` } };
  };
  switch (preferred(accept, SHEET_FORMS)) {
    case 'text/csv':
      return file(await written({ form: 'csv', rows: await packedInTurns(rows) }), 'text/csv; charset=utf-8', 'csv');
    case XLSX_TYPE:
      return file(await written({ form: 'xlsx', rows: await packedInTurns(rows) }), XLSX_TYPE, 'xlsx');
    case 'application/json':
      return undefined;
    default:
      throw new Problem('NOT_ACCEPTABLE', `有 ${SHEET_FORMS.join('、')} 三种格式，没有“${accept}”`);
  }
}

/** [designed] What writing a sheet may take, far above what it does take. */
const WRITING_SECONDS = 25;

interface Writing {
  readonly form: 'csv' | 'xlsx';
  readonly rows: readonly string[];
}

const writtenElsewhere = onThread(
  import.meta.url,
  'sheet-file',
  WRITING_SECONDS,
  async ({ form, rows: texts }: Writing): Promise<string | Uint8Array> => {
    const rows = await unpacked<string[]>(texts);
    return form === 'csv' ? csvOf(rows) : xlsxOf([{ name: '联网清单', rows, widths: rows[0]?.map(() => WIDTH) ?? [] }]);
  },
);

/** A sheet of thousands of rows takes seconds to write. */
async function written(writing: Writing): Promise<string | Buffer> {
  const body = await writtenElsewhere(writing);
  return typeof body === 'string' ? body : Buffer.from(body);
}

/** Lambda answers 6 MB, bytes in base64. */
const MAX_BYTES = 4_400_000;

/** Characters. */
const WIDTH = 16;
