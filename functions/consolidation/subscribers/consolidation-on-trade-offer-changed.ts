import { reads } from '../../events/reader.ts';
import { TradeOfferChanged } from '../../events/trade-offer.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { consents, KeptOffer } from '../store/consents.ts';

/** Keeps which trades are offered to a consolidator, for its suggestions; whether they are now their ledgers say. */
export const build = (runtime: Runtime) =>
  subscriber(
    'ConsolidationOnTradeOfferChanged',
    reads(TradeOfferChanged, KeptOffer, (offer) => consents(runtime.table).keepOffer(offer)),
  );

export const handler = build(awsRuntime());
