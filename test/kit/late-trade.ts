import { addDays } from '../../functions/shared/kernel/calendar.ts';
import { resolved, seeds } from '../../infra/local/story/seeds.ts';

interface Body {
  voucher?: string;
  lines: { cartons: object[] }[];
}

/**
 * A trade of the sample chain, smaller, whose bill of lading is older than its entry: it is registered, and comes under
 * review.
 *
 * @param today the day of its entry, `YYYY-MM-DD`
 */
export function lateTrade(idOf: (key: string) => string, today: string, billOfLading: string): object {
  const [seed] = seeds('trades');
  const { voucher: _voucher, ...body } = resolved(seed?.body, idOf) as Body;
  const [line] = body.lines;
  const cartons = line?.cartons.map((carton) => ({ ...carton, count: 10 }));
  const vouchers = [{ type: 'BILL_OF_LADING', number: billOfLading, issuedOn: addDays(today, -2) }];
  return {
    ...body,
    explanation: '提单日期早于登记，货物先行装运',
    vouchers,
    lines: [{ ...line, quantity: 1000, legalQuantity: 190, amount: '1000.00', cartons }],
  };
}
