import { z } from 'zod';
import { EntityKind } from '../../../events/entity.ts';
import { CITY, type DistrictId, TRIAL } from '../../kernel/identifier.ts';
import { named } from '../../kernel/named.ts';
import { TENANT_KIND_NAMES } from '../../kernel/names.ts';
import { list } from '../list.ts';

/** 服务中心 as people look for it: nothing here names a person. */
const Centre = z.strictObject({
  name: z.string().min(1),
  /** The office whose holder heads the centre. */
  head: z.string().min(1),
  address: z.string().min(1).optional(),
  phone: z.string().min(1).optional(),
  hours: z.string().min(1),
  windows: z.array(z.strictObject({ name: z.string().min(1), handles: z.string().min(1) })),
  /** 办事指南, one paragraph an entry. */
  guide: z.array(z.string().min(1)),
  /** What a kind of filing needs here beside the papers that the kind comes with everywhere. */
  needs: z.array(z.strictObject({ kind: EntityKind, text: z.string().min(1) })).default([]),
});

/**
 * The tenants: the parts of the city that run a service centre, districts by GB/T 2260 and others that have no code in it.
 * A tenant's markets are the rows of `markets` that name it.
 */
export const tenants = list(
  'tenants',
  {
    /** Stands in identifiers, numbers and keys, and so never changes: see `isOwnTenantId`. */
    id: z.string().regex(/^\d{6}$/),
    name: z.string().min(1),
    shortName: z.string().min(1).optional(),
    kind: named(TENANT_KIND_NAMES).default('DISTRICT'),
    /** The GB/T 2260 code of a tenant that was given one after it began; of others their id says it (`gbCodeOf`). */
    gbCode: z
      .string()
      .regex(/^\d{6}$/)
      .optional(),
    /** 主管海关 by its code; absent where it is not known. */
    customsOffice: z
      .string()
      .regex(/^\d{4}$/)
      .optional(),
    /** Absent until the centre has opened. */
    centre: Centre.optional(),
  },
  ({ id }) => id,
  ({ id, gbCode }) => {
    if (id === CITY || id === TRIAL) return ['id', `${id} 留作${id === CITY ? '市级' : '试运行'}，不能是区县`];
    if (gbCode === undefined) return undefined;
    return !isOwnTenantId(id) || isOwnTenantId(gbCode)
      ? ['gbCode', `行政区划代码由编号 ${id} 表明；只有编号以 ${OWN_IDS} 开头的，后来有了代码才在此填写`]
      : undefined;
  },
);

/**
 * [designed] What the ids of tenants without a GB/T 2260 code begin with. The standard counts the second pair of digits by
 * 01 to 70, and the directories of counties that no prefecture governs by 90: none of its codes has 99 there.
 */
const OWN_IDS = '5099';

/** Whether the id of a tenant is this registry's own, and no code of GB/T 2260. */
const isOwnTenantId = (id: DistrictId): boolean => id.startsWith(OWN_IDS);

/** The GB/T 2260 code of a tenant; null where it has none. */
export const gbCodeOf = ({ id, gbCode }: { readonly id: DistrictId; readonly gbCode?: string | undefined }) =>
  gbCode ?? (isOwnTenantId(id) ? null : id);

/** Every place in which somebody may act: the tenants, the city, and the trial's. */
export const placesOf = (listed: ReadonlyMap<DistrictId, unknown>): DistrictId[] => [...listed.keys(), CITY, TRIAL];
