import districts from '../../../seeds/reference/districts.json' with { type: 'json' };
import type { DistrictId } from './identifier.ts';

/** The districts of the city that run a service centre (GB/T 2260). */
export const DISTRICTS: readonly { readonly id: DistrictId; readonly name: string }[] = districts.items;
