import { asRule } from '../../../shared/kernel/unreadable.ts';
import { cartonRules } from '../carton-rules.ts';
import type { Rule } from '../submission.ts';
import { amounts } from './amounts.ts';
import { brand } from './brand.ts';
import { buyerSpread } from './buyer-spread.ts';
import { controlledGoods } from './controlled-goods.ts';
import { dangerousGoods } from './dangerous-goods.ts';
import { declarationLimit } from './declaration-limit.ts';
import { destination } from './destination.ts';
import { dualUse } from './dual-use.ts';
import { entrustedExport } from './entrusted-export.ts';
import { exchangeRate } from './exchange-rate.ts';
import { filedScope } from './filed-scope.ts';
import { goods } from './goods.ts';
import { knownCodes } from './known-codes.ts';
import { lateEntry } from './late-entry.ts';
import { newPort } from './new-port.ts';
import { packingPlace } from './packing-place.ts';
import { parties } from './parties.ts';
import { price } from './price.ts';
import { repetition } from './repetition.ts';
import { tariffCode } from './tariff-code.ts';
import { turnover } from './turnover.ts';
import { units } from './units.ts';
import { voucherDates } from './voucher-dates.ts';
import { voucherDocuments } from './voucher-documents.ts';
import { voucherQuantities } from './voucher-quantities.ts';
import { vouchers } from './vouchers.ts';

/** Every rule that a trade is held to when it is registered, in the order of its findings. */
export const RULES: readonly Rule[] = [
  parties,
  goods,
  units,
  knownCodes,
  exchangeRate,
  amounts,
  asRule(({ cartonLines, lists }) => cartonRules(cartonLines, lists)),
  declarationLimit,
  entrustedExport,
  destination,
  tariffCode,
  controlledGoods,
  brand,
  dangerousGoods,
  voucherDates,
  voucherDocuments,
  voucherQuantities,
  vouchers,
  price,
  filedScope,
  turnover,
  repetition,
  newPort,
  buyerSpread,
  lateEntry,
  packingPlace,
  dualUse,
];
