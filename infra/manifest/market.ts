import { marketApi } from '../../functions/market/contract/index.ts';
import { type CapabilityManifest, changer, keeper } from './model.ts';

/** Market 市场举办方: the stalls and recognised goods of a market, and what merchants claim of them. */
export const marketManifest: CapabilityManifest = {
  functions: {
    // It reads sheets of thousands of stalls.
    MarketApi: { ...changer('functions/market/api.ts'), timeoutSeconds: 25, memoryMb: 1024 },
    MarketOnFilingChanged: keeper('functions/market/subscribers/market-on-filing-changed.ts'),
  },
  api: { function: 'MarketApi', contract: marketApi },
  subscriptions: [{ event: 'FilingChanged', function: 'MarketOnFilingChanged' }],
};
