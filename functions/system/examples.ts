import accounts from '../../seeds/examples/accounts.json' with { type: 'json' };
import consolidation from '../../seeds/examples/consolidation.json' with { type: 'json' };
import credit from '../../seeds/examples/credit.json' with { type: 'json' };
import drafts from '../../seeds/examples/drafts.json' with { type: 'json' };
import filing from '../../seeds/examples/filing.json' with { type: 'json' };
import interchange from '../../seeds/examples/interchange.json' with { type: 'json' };
import market from '../../seeds/examples/market.json' with { type: 'json' };
import notices from '../../seeds/examples/notices.json' with { type: 'json' };
import people from '../../seeds/examples/people.json' with { type: 'json' };
import reference from '../../seeds/examples/reference.json' with { type: 'json' };
import shipment from '../../seeds/examples/shipment.json' with { type: 'json' };
import trade from '../../seeds/examples/trade.json' with { type: 'json' };
import webhooks from '../../seeds/examples/webhooks.json' with { type: 'json' };

/**
 * A whole body of a request for each operation that takes one, for the OpenAPI document: those of the main chain are what
 * `docs/registry.http` sends, with identifiers in place of what is filed there.
 */
export const EXAMPLES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  accounts,
  consolidation,
  credit,
  drafts,
  filing,
  interchange,
  market,
  notices,
  people,
  reference,
  shipment,
  trade,
  webhooks,
};
