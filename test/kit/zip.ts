import { crc32, deflateRawSync } from 'node:zlib';

/** A ZIP of deflated entries; `claims` is what each says it comes to, its true size where it is not said. */
export function zipOf(
  entries: readonly (readonly [name: string, content: Buffer | string, claims?: number])[],
): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content, claims] of entries) {
    const bytes = Buffer.from(content as string);
    const packed = deflateRawSync(bytes);
    const common = Buffer.alloc(22);
    common.writeUInt16LE(8, 0);
    common.writeUInt32LE(crc32(bytes), 6);
    common.writeUInt32LE(packed.length, 10);
    common.writeUInt32LE(claims ?? bytes.length, 14);
    common.writeUInt16LE(Buffer.byteLength(name), 18);
    const local = Buffer.concat([
      Buffer.from('PK\u0003\u0004\u0014\0\0\0', 'latin1'),
      common,
      Buffer.from(name),
      packed,
    ]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([
        Buffer.from('PK\u0001\u0002\u0014\0\u0014\0\0\0', 'latin1'),
        common,
        tail.subarray(0, 14),
        Buffer.from(name),
      ]),
    );
    locals.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';

/** One sheet of a workbook as small as Excel takes it. */
export interface SheetPart {
  readonly name: string;
  /** `hidden` or `veryHidden`. */
  readonly state?: string;
  readonly sheetData: string;
  /** `cols`, before the data. */
  readonly columns?: string;
}

/** A workbook of one sheet, or of several, as small as Excel takes it. */
export function workbook({
  sheetData = '',
  sheets = [{ name: '1', sheetData }],
  properties = '',
  sharedStrings = '',
  styles = '',
}: {
  readonly sheetData?: string;
  readonly sheets?: readonly SheetPart[];
  /** Elements of the workbook before its sheets: `workbookPr`, `bookViews`. */
  readonly properties?: string;
  readonly sharedStrings?: string;
  readonly styles?: string;
}): Buffer {
  const officeDocument = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const part = (of: (sheet: SheetPart, no: number) => string): string =>
    sheets.map((sheet, index) => of(sheet, index + 1)).join('');
  const types = part(
    (_, no) => `<Override PartName="/xl/worksheets/sheet${no}.xml" ContentType="${type}.worksheet+xml"/>`,
  );
  const listed = part(({ name, state }, no) => {
    const shown = state === undefined ? '' : ` state="${state}"`;
    return `<sheet name="${name}" sheetId="${no}"${shown} r:id="rId${no}"/>`;
  });
  const related = part(
    (_, no) => `<Relationship Id="rId${no}" Type="${officeDocument}/worksheet" Target="worksheets/sheet${no}.xml"/>`,
  );
  return zipOf([
    [
      '[Content_Types].xml',
      `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>${types}</Types>`,
    ],
    [
      '_rels/.rels',
      `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${officeDocument}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `${HEAD}<workbook ${MAIN} xmlns:r="${officeDocument}">${properties}<sheets>${listed}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${related}<Relationship Id="styles" Type="${officeDocument}/styles" Target="styles.xml"/><Relationship Id="strings" Type="${officeDocument}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    ],
    ...sheets.map(
      (sheet, index) =>
        [
          `xl/worksheets/sheet${index + 1}.xml`,
          `${HEAD}<worksheet ${MAIN}>${sheet.columns ?? ''}<sheetData>${sheet.sheetData}</sheetData></worksheet>`,
        ] as const,
    ),
    ['xl/sharedStrings.xml', `${HEAD}<sst ${MAIN}>${sharedStrings}</sst>`],
    ['xl/styles.xml', `${HEAD}<styleSheet ${MAIN}>${styles}</styleSheet>`],
  ]);
}
