import { z } from 'zod';
import { MoneyJson } from '../../shared/http/schemas.ts';
import { sha256 } from '../../shared/table/audit.ts';
import type { Refusal, Registry } from '../registry.ts';
import type { Fault } from '../sheet/row.ts';
import type { Outcome } from './document.ts';
import { bodyOf, faultOf, type SheetTrade } from './trades.ts';

/** A trade of the sheet, and what the registry said to it. */
export interface Registered {
  readonly trade: SheetTrade;
  readonly id: string;
  readonly totalUsd: string;
}

export interface Refused {
  readonly trade: SheetTrade;
  readonly refusal: Refusal;
}

const Trade = z.object({ id: z.string(), totalUsd: MoneyJson });

/** Trades registered at a time: many enough to be quick, few enough not to crowd the others out. */
const AT_ONCE = 4;

/** Registers the trades of a sheet. Each has a key of its own in the attempt, so a commit that was cut off goes on. */
export async function registerAll(
  registry: Registry,
  trades: readonly SheetTrade[],
  commit: {
    readonly once: string;
    readonly acceptedWarnings: ReadonlySet<string>;
    readonly explanation: string | undefined;
  },
): Promise<{ registered: Registered[]; refused: Refused[] }> {
  const registered: Registered[] = [];
  const refused: Refused[] = [];
  const waiting = [...trades.entries()];
  const accepted = [...commit.acceptedWarnings].join(',');
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, trade] = next;
      const body = bodyOf(trade, commit.explanation);
      const outcome = await registry.sendPatiently(
        'TradeApi',
        {
          method: 'POST',
          path: '/v1/trades',
          headers: {
            'Idempotency-Key': `import-${sha256([commit.once, index, body])}`,
            ...(accepted === '' ? {} : { 'Accept-Warnings': accepted }),
          },
          body,
        },
        Trade,
      );
      if (outcome.refused) refused.push({ trade, refusal: outcome.refused });
      else registered.push({ trade, id: outcome.done.id, totalUsd: outcome.done.totalUsd.amount });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { registered, refused };
}

/** Takes back what was registered of a sheet of which all or nothing was wanted. */
export async function withdrawAll(registry: Registry, registered: readonly Registered[]): Promise<void> {
  for (const { id } of registered) {
    const call = { method: 'POST', path: '/v1/trades/{id}/withdrawal', params: { id } } as const;
    await registry.send('TradeApi', call, z.object({ id: z.string() }));
  }
}

export const faultsOf = (refused: readonly Refused[]): Fault[] =>
  refused.flatMap(({ trade, refusal }) =>
    refusal.errors.length === 0
      ? [faultOf(trade, { pointer: '', code: refusal.code, message: refusal.detail })]
      : refusal.errors.map((error) => faultOf(trade, error)),
  );

export const tradesJson = (registered: readonly Registered[]): Outcome['trades'] =>
  registered.map(({ id, trade: { lines }, totalUsd }) => ({
    id,
    merchantId: lines[0]?.goods.merchantId ?? '',
    lineCount: lines.length,
    totalUsd,
  }));
