import type { z } from 'zod';
import type { StallVacated } from '../../events/market.ts';
import { addressed } from './addressed.ts';
import { type Notice, ofEntity } from './notice.ts';

/** The merchant hears it, who may know better, and the counter, which looks after its filing. */
export const stallNews = (vacated: z.infer<typeof StallVacated.detail>): Notice[] => {
  const { entityId, filingNumber, stall, vacatedOn, reason } = vacated;
  const why = reason === undefined ? '' : `，原因：${reason}`;
  return addressed(vacated, entityId, [ofEntity(entityId), 'CLERK'], {
    kind: 'STALL_VACATED',
    title: '市场方通知摊位已腾退',
    message: `备案 ${filingNumber} 的摊位“${stall}”自 ${vacatedOn} 起腾退${why}。备案未因此改变；已迁摊位的请办理备案变更，不实的请告知市场方或服务中心`,
  });
};
