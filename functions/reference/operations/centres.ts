import type { z } from 'zod';
import type { Operations } from '../../shared/http/api.ts';
import { Problem } from '../../shared/http/problem.ts';
import { excerpt } from '../../shared/kernel/fields.ts';
import { says } from '../../shared/kernel/finding.ts';
import type { Lists, RowOf } from '../../shared/reference/lists/index.ts';
import { gbCodeOf } from '../../shared/reference/lists/tenants.ts';
import { nameOf } from '../../shared/reference/names.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { CentreJson } from '../contract/centres.ts';
import type { ReferenceApi } from '../contract/index.ts';

/** Tells anybody of the centres, as they are today. */
export function centreOperations(runtime: Runtime): Pick<Operations<ReferenceApi>, 'listCentres' | 'readCentre'> {
  return {
    listCentres: async ({ at }) => {
      const { tenants } = await runtime.reference.at(at);
      return { body: { items: [...tenants.values()].map(summaryToJson) } };
    },

    readCentre: async ({ params, at }) => {
      const lists = await runtime.reference.at(at);
      const tenant = lists.tenants.get(params['districtId'] ?? '');
      if (tenant) return { body: centreToJson(tenant, lists) };
      const what = `没有区县“${excerpt(params['districtId'] ?? '')}”的服务中心`;
      throw new Problem('NOT_FOUND', says(what, '请从服务中心一览中选用'));
    },
  };
}

type Tenant = RowOf<'tenants'>;

const summaryToJson = ({ id: districtId, name, shortName, kind, centre }: Tenant) => ({
  districtId,
  name,
  shortName,
  kind,
  ...(centre && { centreName: centre.name, phone: centre.phone, hours: centre.hours }),
});

function centreToJson(tenant: Tenant, lists: Lists): z.input<typeof CentreJson> {
  const { id, customsOffice, centre } = tenant;
  const paper = new Map(lists.documentTypes.types.map(({ type, name }) => [type, { name }]));
  return {
    ...summaryToJson(tenant),
    gbCode: gbCodeOf(tenant),
    ...(customsOffice !== undefined && {
      customsOffice: { code: customsOffice, name: nameOf(lists.customsOffices, customsOffice) },
    }),
    markets: [...lists.markets.values()]
      .filter(({ districtId }) => districtId === id)
      .map((market) => ({ id: market.id, name: market.name, effectiveFrom: market.effectiveFrom })),
    head: centre?.head,
    address: centre?.address,
    windows: centre?.windows ?? [],
    guide: centre?.guide ?? [],
    filings: [...lists.filingKinds.values()].map(({ kind, name, documents, validityYears }) => ({
      kind,
      name,
      documents: documents.map((type) => ({ type, name: nameOf(paper, type) })),
      needs: (centre?.needs ?? []).filter((one) => one.kind === kind).map(({ text }) => text),
      validityYears,
    })),
  };
}
