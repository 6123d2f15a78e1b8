import type { TradeLine } from '../trade.ts';
import { type Subject, shortOf } from './subjects.ts';

const WHOLE_UNIT = 100_000;

/** A line as far as it was loaded; undefined where its share is no whole quantity, or it is not known which line is short. */
export function declaredLine(line: TradeLine, subject: Subject): TradeLine | undefined {
  const { registered = 0, loaded = 0 } = subject;
  if (shortOf(subject) === 0) return line;
  if (subject.lines.length > 1 || loaded === 0) return undefined;
  const share = (value: number): number => Number((BigInt(value) * BigInt(loaded)) / BigInt(registered));
  const isExact = (value: number, unit = 1): boolean =>
    (BigInt(value) * BigInt(loaded)) % (BigInt(registered) * BigInt(unit)) === 0n;
  const unit = line.quantity % WHOLE_UNIT === 0 ? WHOLE_UNIT : 1;
  if (!isExact(line.quantity, unit) || !isExact(line.legalQuantity) || !isExact(line.amountMinor)) return undefined;
  return {
    ...line,
    quantity: share(line.quantity),
    legalQuantity: share(line.legalQuantity),
    amountMinor: share(line.amountMinor),
    amountUsdMinor: share(line.amountUsdMinor),
    netG: share(line.netG),
    grossG: share(line.grossG),
  };
}
