import type { DistrictId } from '../kernel/identifier.ts';
import type { Runtime } from '../runtime.ts';

/**
 * Does the work of the present instant for every district; one district's fault holds up no other, and is thrown in the end.
 *
 * @param work told the district and the instant, ISO 8601
 */
export async function everyDistrict(
  runtime: Runtime,
  work: (districtId: DistrictId, at: string) => Promise<void>,
): Promise<void> {
  const at = runtime.now().toISOString();
  const { tenants } = await runtime.reference.at(at);
  const results = await Promise.allSettled([...tenants.keys()].map((id) => work(id, at)));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
