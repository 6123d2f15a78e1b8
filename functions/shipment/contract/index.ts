import { contract } from '../../shared/http/contract.ts';
import { labelsApi } from './labels.ts';
import { lotsApi } from './lots.ts';
import { scansApi } from './scans.ts';

export const shipmentApi = contract({ ...scansApi, ...lotsApi, ...labelsApi });

export type ShipmentApi = typeof shipmentApi;
