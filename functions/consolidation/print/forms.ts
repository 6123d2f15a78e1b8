import { preferred } from '../../shared/http/accept.ts';
import type { Answer } from '../../shared/http/api.ts';
import { PAGE_HEADERS } from '../../shared/http/html.ts';
import { Problem } from '../../shared/http/problem.ts';
import { XLSX_TYPE } from '../../shared/sheet/types.ts';
import { SHEETS_AND_PAGE } from '../contract/forms.ts';

type Form = (typeof SHEETS_AND_PAGE)[number];

/** A document that can be written in several forms. */
export interface Document<Json> {
  /** The Chinese name, for messages. */
  readonly title: string;
  /** Name of a downloaded file, without its extension. */
  readonly fileName: string;
  readonly json: Json;
  readonly forms: Partial<Record<Form, () => string | Buffer | Promise<Buffer>>>;
}

/** A type, its parameters and, for what is saved rather than shown, a file's extension. */
const WRITTEN: Record<Form, { readonly contentType: string; readonly extension?: string }> = {
  'text/csv': { contentType: 'text/csv; charset=utf-8', extension: 'csv' },
  [XLSX_TYPE]: { contentType: XLSX_TYPE, extension: 'xlsx' },
  'text/html': { contentType: 'text/html; charset=utf-8' },
};

/**
 * The document in the form that the client accepts.
 *
 * @throws Problem NOT_ACCEPTABLE
 */
export async function answerIn<Json>(
  document: Document<Json>,
  accept: string,
): Promise<Answer<Json | string | Buffer>> {
  const { title, fileName, json, forms } = document;
  const offered = ['application/json', ...SHEETS_AND_PAGE.filter((form) => forms[form])] as const;
  const form = preferred(accept, offered);
  if (form === undefined)
    throw new Problem('NOT_ACCEPTABLE', `${title}有 ${offered.join('、')} 几种格式，没有“${accept}”`);
  if (form === 'application/json') return { body: json };
  const { contentType, extension } = WRITTEN[form];
  return {
    body: (await forms[form]?.()) ?? '',
    contentType,
    headers:
      extension === undefined
        ? { ...PAGE_HEADERS }
        : { 'Content-Disposition': `attachment; filename="${fileName}.${extension}"` },
  };
}
