import { danger, type Finding, says } from '../../shared/kernel/finding.ts';
import { asRule } from '../../shared/kernel/unreadable.ts';
import { enteredDifferences } from './entered.ts';
import type { Filed } from './filed.ts';
import { type History, withoutTrade } from './history.ts';
import { type RegistrationContext, register } from './register.ts';
import type { CorrectionRequest } from './request.ts';
import type { Trade } from './trade.ts';
import { givenBack, restatedKeys, settledUses, type UsesAfter } from './voucher-use.ts';

/** What stands against a correction, or the trade as it is corrected and what becomes of its vouchers' ledgers. */
export type Correction =
  | { readonly refused: readonly Finding[] }
  | { readonly trade: Trade; readonly voucherUses: UsesAfter };

/**
 * A trade as it should have been entered 更正: held to every rule again as if it were registered now, but for what was true
 * of its entry and stays so: its number, its day, the rate of its currency, whose it is, and what its own goods draw from
 * their vouchers. A review that was decided said nothing of what is corrected: what asks for one asks again.
 */
export function correct(
  before: Trade,
  request: CorrectionRequest,
  filed: Filed,
  history: History,
  context: Omit<RegistrationContext, 'id' | 'districtId' | 'registered'>,
): Correction {
  const others = ofOthers(before, request);
  if (others.length > 0) return { refused: others };
  const uses = givenBack(before, history.vouchers, restatedKeys(request));
  const registration = register(
    request,
    filed,
    { ...withoutTrade(history, before), vouchers: uses },
    {
      ...context,
      id: before.id,
      districtId: before.districtId,
      registered: before,
    },
  );
  if ('refused' in registration) return registration;
  const { tradeNumber, registeredAt, registeredBy, merchant, consolidation } = before;
  const corrected: Trade = {
    ...registration.trade,
    tradeNumber,
    registeredAt,
    registeredBy,
    merchant,
    consolidation,
    measuring: undefined,
  };
  const changed = enteredDifferences(before, corrected).map(({ title }) => title);
  if (changed.length === 0) return { refused: [NOTHING_CORRECTED] };
  return {
    trade: {
      ...corrected,
      correction: {
        no: (before.correction?.no ?? 0) + 1,
        at: context.at,
        by: context.by,
        reason: request.reason,
        changed: changed.slice(0, MAX_CHANGED),
        correctors: [...new Set([...(before.correction?.correctors ?? []), context.by])],
      },
    },
    voucherUses: settledUses(history.vouchers, uses, registration.voucherUses, { id: before.id, tradeNumber }),
  };
}

/** Changed entries that are told of by name; the versions of the trade have all. */
const MAX_CHANGED = 20;

const NOTHING_CORRECTED = danger(
  'NOTHING_CORRECTED',
  '',
  says('更正后的内容与原登记完全相同', '请改正有误的内容后再提交'),
);

/** A deal of other parties is another trade. */
const ofOthers = asRule((before: Trade, { merchantId, tradeOperatorId }: CorrectionRequest): Finding[] => {
  const refused = (pointer: string, who: string): Finding =>
    danger('CORRECTION_OF_PARTY', pointer, says(`更正不能改变交易的${who}`, '请撤回本笔交易后重新登记'));
  return [
    ...(merchantId === before.merchant.id ? [] : [refused('/merchantId', '市场经营户')]),
    ...(tradeOperatorId === before.tradeOperatorId ? [] : [refused('/tradeOperatorId', '市场采购贸易经营者')]),
  ];
});
