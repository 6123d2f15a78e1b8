import { etagOf } from '../../shared/http/schemas.ts';
import { addDays } from '../../shared/kernel/calendar.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import type { Held } from '../domain/held.ts';
import { COPY_DAYS, type PersonalRequest } from '../domain/request.ts';
import type { RequestJson } from './requests.ts';

/** The last day on which a copy can be fetched. */
export const copyUntil = ({ askedAt }: Pick<PersonalRequest, 'askedAt'>): string =>
  addDays(dayInChina(askedAt), COPY_DAYS);

export function requestToJson(
  { data, version }: Pick<Stored<PersonalRequest>, 'data' | 'version'>,
  held?: readonly Held[],
): RequestJson {
  const { districtId: _district, isMerchant: _kind, ...request } = data;
  return {
    ...request,
    ...(data.kind === 'COPY' && { copy: `/v1/personal-requests/${data.id}/copy`, copyUntil: copyUntil(data) }),
    ...(held && { held: [...held] }),
    etag: etagOf(version),
  };
}
