import { accountsApi } from '../accounts/contract/index.ts';
import { consolidationApi } from '../consolidation/contract/index.ts';
import { creditApi } from '../credit/contract/index.ts';
import { draftsApi } from '../drafts/contract/index.ts';
import { filingApi } from '../filing/contract/index.ts';
import { interchangeApi } from '../interchange/contract/index.ts';
import { marketApi } from '../market/contract/index.ts';
import { noticesApi } from '../notices/contract/index.ts';
import { peopleApi } from '../people/contract/index.ts';
import { portalApi } from '../portal/contract.ts';
import { referenceApi } from '../reference/contract/index.ts';
import type { Contract } from '../shared/http/contract.ts';
import { shipmentApi } from '../shipment/contract/index.ts';
import { traceApi } from '../trace/contract/index.ts';
import { tradeApi } from '../trade/contract/index.ts';
import { webhooksApi } from '../webhooks/contract/index.ts';
import { systemApi } from './contract.ts';

/** Every capability's contract; the only place that knows them all, for the OpenAPI document. */
export const contracts: Readonly<Record<string, Contract>> = {
  filing: filingApi,
  trade: tradeApi,
  consolidation: consolidationApi,
  credit: creditApi,
  interchange: interchangeApi,
  shipment: shipmentApi,
  trace: traceApi,
  notices: noticesApi,
  people: peopleApi,
  market: marketApi,
  webhooks: webhooksApi,
  drafts: draftsApi,
  reference: referenceApi,
  portal: portalApi,
  accounts: accountsApi,
  system: systemApi,
};
