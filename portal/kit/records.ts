/** The pages of records by the kind that their ids begin with. */
const PAGES: Readonly<Record<string, string>> = {
  filing: '/filing/filings',
  entity: '/filing/entities',
  goods: '/filing/goods',
  agreement: '/filing/agreements',
  trade: '/trade/trades',
  tradeoffer: '/trade/offers',
  import: '/trade/imports',
  filingbatch: '/filing/batches',
  consolidation: '/consolidation/consolidations',
};

/** The page of the record of an id, e.g. `trade-500111-01J…`; undefined where there is none. */
export function pageOfRecord(id: string): string | undefined {
  const page = PAGES[id.slice(0, id.indexOf('-'))];
  return page === undefined ? undefined : `${page}/${id}`;
}
