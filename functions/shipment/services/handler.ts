import { ENTITY_KIND_NAMES } from '../../events/names.ts';
import type { Caller } from '../../shared/auth/caller.ts';
import { Problem } from '../../shared/http/problem.ts';
import { notYet, says } from '../../shared/kernel/finding.ts';
import type { By } from '../domain/fact.ts';
import { HANDLER_KIND_NAMES } from '../domain/names.ts';
import type { shipmentStore } from '../store/index.ts';

/** Who sends facts. @throws Problem FORBIDDEN for a party that has no goods in its hands */
export async function byOf(store: ReturnType<typeof shipmentStore>, caller: Caller): Promise<By> {
  if (caller.role === 'clerk') return { role: 'clerk' };
  const { districtId, entityId } = caller;
  const handler = entityId === undefined ? undefined : await store.handler(districtId, entityId);
  const who = Object.values(HANDLER_KIND_NAMES).join('、');
  if (entityId === undefined || !handler) {
    const fact = `本区县没有贵单位作为${who}的备案，不能上传扫描记录`;
    throw new Problem('FORBIDDEN', notYet(fact, '请先备案；刚刚办结的，请稍后重试'));
  }
  if (handler.status === 'CANCELLED') {
    const fact = `贵单位的${ENTITY_KIND_NAMES[handler.kind]}备案已注销，不能上传扫描记录`;
    throw new Problem('FORBIDDEN', says(fact, '请由服务中心或其他已备案单位记录'));
  }
  return { role: 'agent', entityId };
}
