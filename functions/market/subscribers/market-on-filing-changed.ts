import { FilingChanged } from '../../events/filing.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { marketStore } from '../store/index.ts';

const Told = FilingChanged.detail.pick({
  districtId: true,
  version: true,
  at: true,
  filingId: true,
  name: true,
  kind: true,
  status: true,
  claim: true,
});

/** Keeps which stalls merchants claim whose filings wait for a review, where their district has the market confirm them. */
export const build = (runtime: Runtime) =>
  subscriber(
    'MarketOnFilingChanged',
    reads(FilingChanged, Told, async ({ kind, status, ...filing }) => {
      if (kind !== 'merchant') return;
      const store = marketStore(runtime.table);
      const { marketConfirmations } = await runtime.reference.at(filing.at);
      const isAsked = status === 'PENDING_REVIEW' && filing.claim !== undefined;
      const before = await store.claim(filing.filingId);
      if (!before && !(isAsked && marketConfirmations.has(filing.districtId))) return;
      // What was answered stays so while the same claim waits on, e.g. when the term of review comes near.
      const isSame = JSON.stringify(before?.claim) === JSON.stringify(filing.claim);
      const state = !isAsked ? 'CLOSED' : before && isSame ? before.state : 'OPEN';
      await store.keepClaim({ ...filing, ...(isAsked ? {} : { claim: before?.claim }), state });
    }),
  );

export const handler = build(awsRuntime());
