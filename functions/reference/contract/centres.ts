import { z } from 'zod';
import { EntityKind } from '../../events/entity.ts';
import { contract } from '../../shared/http/contract.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { named } from '../../shared/kernel/named.ts';
import { TENANT_KIND_NAMES } from '../../shared/kernel/names.ts';

const text = (title: string) => z.string().meta({ title });

const CentreSummary = z.object({
  districtId: text('区县代码'),
  name: text('区县'),
  shortName: text('简称').optional(),
  kind: named(TENANT_KIND_NAMES).meta({ title: '类别' }),
  centreName: z.string().optional().meta({ title: '服务中心', description: 'Absent until the centre has opened' }),
  phone: text('电话').optional(),
  hours: text('办公时间').optional(),
});

const Market = z.object({
  id: text('市场编号'),
  name: text('市场'),
  effectiveFrom: z
    .string()
    .nullable()
    .meta({ title: '试点生效日', description: 'First day of declarations by 1039; null until it is known' }),
});

const FilingGuide = z.object({
  kind: EntityKind.meta({ title: '备案种类' }),
  name: text('种类名称'),
  documents: z.array(z.object({ type: text('材料类型'), name: text('材料') })).meta({ title: '所需材料' }),
  needs: z.array(z.string()).meta({ title: '本中心另需', description: 'What this centre asks for beside the papers' }),
  validityYears: z.int().meta({ title: '有效期（年）' }),
});

export const CentreJson = CentreSummary.extend({
  gbCode: z
    .string()
    .nullable()
    .meta({ title: '行政区划代码', description: 'Of GB/T 2260; null where the tenant has none' }),
  customsOffice: z
    .object({ code: text('关区代码'), name: text('关区') })
    .optional()
    .meta({ title: '主管海关' }),
  markets: z.array(Market).meta({ title: '市场' }),
  head: z.string().optional().meta({ title: '负责人职务', description: 'The office whose holder heads the centre' }),
  address: text('地址').optional(),
  windows: z.array(z.object({ name: text('窗口'), handles: text('办理事项') })).meta({ title: '窗口' }),
  guide: z.array(z.string()).meta({ title: '办事指南', description: 'One paragraph an entry' }),
  filings: z.array(FilingGuide).meta({ title: '各类备案所需' }),
});

concepts({ CentreSummary, Market, FilingGuide, Centre: CentreJson });

/** 服务中心: where to go and with what. Public, for whoever has no account yet. */
export const centresApi = contract({
  listCentres: {
    method: 'GET',
    path: '/centres',
    summary: 'The service centres of the city; public 服务中心一览',
    roles: [],
    success: { status: 200, schema: z.object({ items: z.array(CentreSummary).meta({ title: '服务中心' }) }) },
    problems: [],
  },
  readCentre: {
    method: 'GET',
    path: '/centres/{districtId}',
    summary:
      'A service centre: markets, windows, hours, guide, and what each kind of filing comes with; public 办事指南',
    roles: [],
    success: { status: 200, schema: CentreJson },
    problems: ['NOT_FOUND'],
  },
});
