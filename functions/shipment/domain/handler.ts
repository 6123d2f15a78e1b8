import type { z } from 'zod';
import { EntityChanged } from '../../events/entity.ts';
import { HANDLER_KIND_NAMES } from './names.ts';

/** A filed party that may have goods in its hands. */
export const Handler = EntityChanged.detail.pick({
  entityId: true,
  districtId: true,
  version: true,
  kind: true,
  status: true,
});

export type Handler = z.infer<typeof Handler>;

export const isHandler = ({ kind }: Pick<Handler, 'kind'>): boolean => Object.hasOwn(HANDLER_KIND_NAMES, kind);
