import { FilingChanged } from '../../events/filing.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { type Claim, marketStore } from '../store/index.ts';

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

/** What was answered stays so while the same claim waits on, e.g. when the term of review comes near. */
function waiting(filing: Omit<Claim, 'state'>, before: Claim | undefined): Claim {
  const isSame = JSON.stringify(before?.claim) === JSON.stringify(filing.claim);
  if (!before || before.state === 'CLOSED' || !isSame) return { ...filing, state: 'OPEN' };
  const { state, reason } = before;
  return { ...filing, state, ...(reason !== undefined && { reason }) };
}

/** A claim of which nobody has to say anything any more, as it was. */
const closed = (before: Claim | undefined) => ({ claim: before?.claim, state: 'CLOSED' }) as const;

/** Keeps which stalls merchants claim whose filings wait for a review, where their district has the market confirm them. */
export const build = (runtime: Runtime) =>
  subscriber(
    'MarketOnFilingChanged',
    reads(FilingChanged, Told, async ({ kind, status, ...filing }) => {
      if (kind !== 'merchant') return;
      const store = marketStore(runtime.table);
      const { marketConfirmations } = await runtime.reference.at(filing.at);
      const isAsked = status === 'PENDING_REVIEW' && filing.claim !== undefined;
      const isWanted = isAsked && marketConfirmations.has(filing.districtId);
      // The market may answer meanwhile: then its answer is what was before.
      for (let isKept = false; !isKept; ) {
        const before = await store.claim(filing.filingId);
        if (before ? before.version >= filing.version : !isWanted) return;
        isKept = await store.keepClaim(isAsked ? waiting(filing, before) : { ...filing, ...closed(before) }, before);
      }
    }),
  );

export const handler = build(awsRuntime());
