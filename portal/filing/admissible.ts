import { ENTITY_KIND_NAMES } from '../../functions/events/names.ts';

const { tradeOperator, buyer, customsBroker, freightForwarder, warehouse, carrier } = ENTITY_KIND_NAMES;

/** The kinds whose filing holds in the whole city, by their names. */
export const ADMISSIBLE_NAMES = { tradeOperator, buyer, customsBroker, freightForwarder, warehouse, carrier } as const;
