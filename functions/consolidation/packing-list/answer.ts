import { preferred } from '../../shared/http/accept.ts';
import type { Answer } from '../../shared/http/api.ts';
import { Problem } from '../../shared/http/problem.ts';
import type { PackingListJson } from '../contract.ts';
import { packingListCsv } from './csv.ts';
import { packingListHtml } from './html.ts';

/** The forms of the packing list, in the order of preference where the client has none. */
export const PACKING_LIST_FORMS = ['application/json', 'text/csv', 'text/html'] as const;

/**
 * The packing list in the form that the client accepts.
 *
 * @throws Problem NOT_ACCEPTABLE
 */
export function packingListAnswer(list: PackingListJson, accept: string): Answer<PackingListJson | string> {
  switch (preferred(accept, PACKING_LIST_FORMS)) {
    case 'text/csv':
      return {
        body: packingListCsv(list),
        contentType: 'text/csv; charset=utf-8',
        headers: { 'Content-Disposition': `attachment; filename="packing-list-${list.id}.csv"` },
      };
    case 'text/html':
      return {
        body: packingListHtml(list),
        contentType: 'text/html; charset=utf-8',
        headers: { 'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'" },
      };
    case 'application/json':
      return { body: list };
    default:
      throw new Problem('NOT_ACCEPTABLE', `装箱清单有 application/json、text/csv、text/html 三种格式，没有“${accept}”`);
  }
}
