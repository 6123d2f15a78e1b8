import { type DistrictId } from '../../shared/kernel/identifier.ts';
import { form } from '../../shared/table/form.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import { keepNewest, keptDetail } from '../../shared/table/read-model.ts';
import type { Table } from '../../shared/table/table.ts';
import { Handler } from '../domain/handler.ts';

const HANDLER = form('shipment-handler', Handler);

const handlerKey = (districtId: DistrictId, entityId: string): Key => ({
  pk: districtKey(districtId, 'SHIPMENT_HANDLER', entityId),
  sk: CURRENT,
});

export const handlers = (table: Table) => ({
  keepHandler: (handler: Handler): Promise<boolean> =>
    keepNewest(table, handlerKey(handler.districtId, handler.entityId), HANDLER, handler),

  handler: async (districtId: DistrictId, entityId: string): Promise<Handler | undefined> => {
    const item = await table.get(handlerKey(districtId, entityId));
    return item && keptDetail(HANDLER, item);
  },
});
