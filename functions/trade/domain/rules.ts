import { amounts } from './rules/amounts.ts';
import { brand } from './rules/brand.ts';
import { buyerSpread } from './rules/buyer-spread.ts';
import { cartonRules } from './rules/carton-rules.ts';
import { controlledGoods } from './rules/controlled-goods.ts';
import { dangerousGoods } from './rules/dangerous-goods.ts';
import { declarationLimit } from './rules/declaration-limit.ts';
import { destination } from './rules/destination.ts';
import { dualUse } from './rules/dual-use.ts';
import { entrustedExport } from './rules/entrusted-export.ts';
import { exchangeRate } from './rules/exchange-rate.ts';
import { filedScope } from './rules/filed-scope.ts';
import { goods } from './rules/goods.ts';
import { lateEntry } from './rules/late-entry.ts';
import { newPort } from './rules/new-port.ts';
import { packingPlace } from './rules/packing-place.ts';
import { parties } from './rules/parties.ts';
import { price } from './rules/price.ts';
import { repetition } from './rules/repetition.ts';
import { turnover } from './rules/turnover.ts';
import { units } from './rules/units.ts';
import { voucherDocuments } from './rules/voucher-documents.ts';
import { voucherQuantities } from './rules/voucher-quantities.ts';
import { vouchers } from './rules/vouchers.ts';
import type { Rule } from './submission.ts';

/** Every rule that a trade is held to when it is registered, in the order of its findings. */
export const RULES: readonly Rule[] = [
  parties,
  goods,
  units,
  exchangeRate,
  amounts,
  ({ cartonLines }) => cartonRules(cartonLines),
  declarationLimit,
  entrustedExport,
  destination,
  controlledGoods,
  brand,
  dangerousGoods,
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
