import type { Caller } from '../../shared/auth/caller.ts';
import { Problem } from '../../shared/http/problem.ts';
import { says } from '../../shared/kernel/finding.ts';
import { type TradeSnapshot, knownAs as tradeName } from '../domain/trade.ts';

/** An agent acts for its own consolidator only, unless it is the operator that was entrusted; a clerk for every one. */
export function requireOwn(caller: Caller, consolidatorId: string): void {
  if (caller.role === 'agent' && caller.entityId !== consolidatorId) {
    throw new Problem(
      'FORBIDDEN',
      says('代理只能以本企业为组货人，或以受托的市场采购贸易经营者办理', '请核对组货人，或由服务中心窗口代办'),
    );
  }
}

/** Goods that are declared to customs are not changed here alone. @throws Problem WRONG_STATE where a trade is declared */
export function requireUndeclared(trades: readonly TradeSnapshot[], action: string): void {
  const declared = trades.filter(({ status }) => status === 'DECLARED' || status === 'CLEARED');
  if (declared.length === 0) return;
  const ids = declared.map(tradeName).join('、');
  throw new Problem('WRONG_STATE', says(`交易 ${ids} 已向海关申报，不能${action}`, '请先向海关办理改单或撤单'));
}
