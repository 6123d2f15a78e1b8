import { TRADE_STATUS_NAMES } from '../../../events/names.ts';
import { danger, notYet, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { Rule } from '../application.ts';
import { isMeasured, knownAs } from '../trade.ts';

/** Only trades that are registered and free may be consolidated. An unknown trade and another district's read alike. */
export const tradesRegistered = rule<Rule>(
  { name: '交易可以组货', looksAt: 'every trade: known, registered, free, measured', severity: ['DANGER'] },
  ({ request, trades }) =>
    trades.flatMap(({ tradeId, pointer, snapshot, open, unmeasured, consent }) => {
      if (consent === undefined) return [];
      if (snapshot === undefined) {
        return [
          danger(
            'TRADE_NOT_FOUND',
            pointer,
            notYet(`没有找到交易 ${tradeId}，或刚登记尚未到达（通常几秒内）`, '请核对编号或稍后重试'),
          ),
        ];
      }
      if (!open && !(unmeasured && request.awaitMeasures)) {
        return [
          danger(
            'TRADE_NOT_FREE',
            pointer,
            says(
              `交易 ${knownAs(snapshot)} 的货物不能组货：已撤回、尚待核实，或箱规未录入`,
              '请从清单中删去，或到交易登记核对',
            ),
          ),
        ];
      }
      if (!unmeasured && !isMeasured(snapshot)) {
        return [
          danger(
            'MEASURES_NOT_ARRIVED',
            pointer,
            notYet(`交易 ${knownAs(snapshot)} 的箱规刚录入尚未到达（通常几秒内）`, '请稍后重试'),
          ),
        ];
      }
      return snapshot.status === 'REGISTERED'
        ? []
        : [
            danger(
              'TRADE_NOT_REGISTERED',
              pointer,
              // The ledger, which decides, has the goods free: another consolidation gave them back a moment ago.
              notYet(
                `交易 ${knownAs(snapshot)} 的状态为“${TRADE_STATUS_NAMES[snapshot.status]}”，只有“${TRADE_STATUS_NAMES.REGISTERED}”的交易可以组货`,
                '刚解除组货的请几秒后重试',
              ),
            ),
          ];
    }),
);
