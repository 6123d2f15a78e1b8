import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { bearNumber } from '../../../functions/shared/numbers/numbers.ts';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import { build as buildApi } from '../../../functions/shipment/api.ts';
import { shipmentApi } from '../../../functions/shipment/contract/index.ts';
import { printLabel } from '../../../functions/shipment/domain/label.ts';
import { lotCode } from '../../../functions/shipment/domain/subject.ts';
import { build as buildOnConsolidation } from '../../../functions/shipment/subscribers/shipment-on-consolidation-changed.ts';
import { build as buildOnEntity } from '../../../functions/shipment/subscribers/shipment-on-entity-changed.ts';
import { build as buildOnTrade } from '../../../functions/shipment/subscribers/shipment-on-trade-changed.ts';
import { type CallOptions, call, DAZU } from '../../kit/call.ts';
import { invoke } from '../../kit/deliver.ts';
import { type Detail, delivery, sample } from '../events/samples.ts';

export const A = 'TEMU7654328';
export const B = 'CBHU9876547';
export const NUMBER = 'JD5001112026000001';
export const WAREHOUSE = 'entity-500111-01M8MRXQBS4ZT6MQ6Q98FCZPAR';

/** Of the producer's sample: lines of 220, 150 and 100 cartons, and more. */
export const TRADE = sample('TradeChanged');

export const agent = (entityId = WAREHOUSE, districtId = DAZU): Caller => ({
  sub: `agent-${entityId}`,
  role: 'agent',
  districtId,
  entityId,
});

export const api = (runtime: Runtime, operation: keyof typeof shipmentApi, options: CallOptions) =>
  call(buildApi(runtime), shipmentApi, operation, options);

export const tellTrade = (runtime: Runtime, changes: Partial<Detail<'TradeChanged'>> = {}): Promise<void> =>
  invoke(buildOnTrade(runtime), delivery('TradeChanged', { ...TRADE, tradeNumber: NUMBER, ...changes }));

export const tellParty = (runtime: Runtime, changes: Partial<Detail<'EntityChanged'>> = {}): Promise<void> =>
  invoke(
    buildOnEntity(runtime),
    delivery('EntityChanged', sample('EntityChanged', { entityId: WAREHOUSE, kind: 'warehouse', ...changes })),
  );

/** A warehouse, and a trade that bears its number. */
export async function prepare(runtime: Runtime): Promise<void> {
  await tellParty(runtime);
  await bear(runtime, NUMBER, TRADE.tradeId);
  await tellTrade(runtime);
}

/** A consolidation as its producer tells it, by default as it is confirmed. */
export const tellPlan = (runtime: Runtime, changes: Partial<Detail<'ConsolidationChanged'>>): Promise<void> =>
  invoke(
    buildOnConsolidation(runtime),
    delivery('ConsolidationChanged', sample('ConsolidationChanged', { action: 'CONFIRM', ...changes })),
  );

export const bear = (runtime: Runtime, number: string, id: string): Promise<void> =>
  runtime.table.commit([bearNumber(DAZU, number, id, () => new Error(`${number} is borne`))]);

export const carton = (lineNo: number, no: number, number = NUMBER): string =>
  printLabel({ of: 'CARTON', lot: lotCode(number, lineNo), carton: no });

let count = 0;

/** A fact as a phone sends it. */
export function scan(changes: Record<string, unknown> = {}) {
  count += 1;
  return {
    factId: `fact-${count}`,
    deviceId: 'phone-1',
    session: 's1',
    seq: count,
    kind: 'RECEIVE',
    at: '2026-03-18T09:00:00Z',
    subject: lotCode(NUMBER, 1),
    place: '大足一号仓',
    ...changes,
  };
}

export const send = (
  runtime: Runtime,
  facts: readonly object[],
  { sentAt, caller = agent() }: { sentAt?: string; caller?: Caller } = {},
) => api(runtime, 'recordScans', { caller, body: { ...(sentAt !== undefined && { sentAt }), facts } });

export const lots = async (runtime: Runtime, caller: Caller, tradeId = TRADE.tradeId) =>
  (await api(runtime, 'listLots', { caller, query: { tradeId } })).body.items;

/** Codes of what was said of each fact. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads what came back
export const codes = ({ body }: { body: any }): string[][] =>
  body.facts.map((one: { findings: { code: string }[] }) => one.findings.map(({ code }) => code));
