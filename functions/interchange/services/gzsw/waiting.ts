import { z } from 'zod';
import type { OtherApis } from '../other-apis.ts';

const Consolidation = z.object({ status: z.string(), failure: z.object({ message: z.string() }).optional() });

export const UNMEASURED = '交易单的箱规尚未全部录入，录入后自动计算装箱方案；已装箱的报送装箱单（PACK）即可确认';

/** What a 组货单 still waits for, in a sentence for its client; empty where for nothing. */
export async function waitsFor(apis: OtherApis, consolidationId: string | undefined): Promise<string> {
  if (consolidationId === undefined) return '交易单均为自营出口，待装箱单（PACK）的 customCorp 指定境内发货人';
  const call = { method: 'GET', path: '/v1/consolidations/{id}', params: { id: consolidationId } } as const;
  const { done } = await apis.send('ConsolidationApi', call, Consolidation);
  return done?.status === 'AWAITING_MEASURES' ? UNMEASURED : (done?.failure?.message ?? '');
}
