import type { Caller } from '../../shared/auth/caller.ts';
import type { Operations } from '../../shared/http/api.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { exportsApi } from '../contract/exports.ts';
import { sheetFile } from '../print/sheet-file.ts';
import { templateAnswer } from '../print/template.ts';
import { exportTrades } from '../services/imports/export.ts';
import type { OtherApis } from '../services/other-apis.ts';
import { importStore } from '../store/imports.ts';

/** Trades as the sheet that their clients keep. */
export function exportOperations(
  runtime: Runtime,
  apisFor: (caller: Caller) => OtherApis,
): Operations<typeof exportsApi> {
  const imports = importStore(runtime.table);
  return {
    tradeLineTemplate: async ({ accept }) => templateAnswer(accept),

    exportTradeLines: async ({ caller, query, accept, at }) => {
      const asked = Object.entries(query).flatMap(([name, value]): [string, string][] =>
        value === undefined ? [] : [[name, String(value)]],
      );
      const lists = await runtime.reference.at(at);
      const found = await exportTrades(apisFor(caller), imports, Object.fromEntries(asked), lists);
      const file = await sheetFile(found.rows, 'trade-lines', accept);
      if (!file) return { body: found };
      const next: Record<string, string> = found.nextCursor === null ? {} : { 'X-Next-Cursor': found.nextCursor };
      return { ...file, headers: { ...file.headers, ...next } };
    },
  };
}
