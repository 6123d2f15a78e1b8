import { contract } from '../../shared/http/contract.ts';
import { lotsApi } from './lots.ts';
import { scansApi } from './scans.ts';

export const shipmentApi = contract({ ...scansApi, ...lotsApi });

export type ShipmentApi = typeof shipmentApi;
