import { danger, type Finding, says } from '../../shared/kernel/finding.ts';
import type { Trade } from './trade.ts';

/** A trade travels whole in one event of at most 200 KiB; its heading and status take the rest. */
export const MAX_BYTES = 190 * 1024;

/** A record that no event could carry is refused before it exists. */
export function recordSize(trade: Trade): Finding[] {
  const bytes = new TextEncoder().encode(JSON.stringify(trade)).length;
  if (bytes <= MAX_BYTES) return [];
  const groups = trade.lines.reduce((sum, line) => sum + line.cartons.length, 0);
  return [
    danger(
      'TRADE_TOO_LARGE',
      '/lines',
      says(
        `本笔 ${trade.lines.length} 行、${groups} 组纸箱，内容 ${bytes} 字节，超过 ${MAX_BYTES} 字节`,
        '请合并尺寸重量相同的纸箱，或分成几笔登记',
      ),
    ),
  ];
}
