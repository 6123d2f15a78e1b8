import { districtsOf } from '../../shared/auth/scope.ts';
import { preferred } from '../../shared/http/accept.ts';
import type { Operations } from '../../shared/http/api.ts';
import { Problem } from '../../shared/http/problem.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { statisticsApi } from '../contract/statistics.ts';
import { statisticsToJson } from '../contract/statistics-json.ts';
import { statistics } from '../domain/statistics.ts';
import { statisticsCsv } from '../print/statistics.ts';
import { tradeStore } from '../store/index.ts';

/** What was traded in a month, as JSON or as a table. */
export function statisticsOperations(runtime: Runtime): Operations<typeof statisticsApi> {
  const store = tradeStore(runtime.table);
  return {
    tradeStatistics: async ({ caller, query: { month, groupBy }, accept, at }) => {
      const lists = await runtime.reference.at(at);
      const districts = districtsOf(caller, undefined, lists.tenants);
      const cells = await Promise.all(districts.map((districtId) => store.statistics(districtId, month)));
      const body = statisticsToJson(month, groupBy, statistics(cells.flat(), groupBy, lists));
      const form = preferred(accept, ['application/json', 'text/csv']);
      if (form === undefined) {
        throw new Problem('NOT_ACCEPTABLE', `统计有 application/json、text/csv 两种格式，没有“${accept}”`);
      }
      if (form === 'application/json') return { body };
      return {
        body: statisticsCsv(body),
        contentType: 'text/csv; charset=utf-8',
        headers: { 'Content-Disposition': `attachment; filename="trades-${month}-${groupBy}.csv"` },
      };
    },
  };
}
