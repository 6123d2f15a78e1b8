import { z } from 'zod';
import { ENTITY_STATUS_NAMES } from '../../../events/entity.ts';
import type { Caller } from '../../../shared/auth/caller.ts';
import { sha256 } from '../../../shared/digest.ts';
import { dayInChina } from '../../../shared/kernel/china-time.ts';
import { dayOfMessage } from '../../domain/gzsw/numbers.ts';
import type { KnownParty } from '../../domain/known.ts';
import type { GzswStore } from '../../store/gzsw.ts';
import type { KnownStore } from '../../store/known.ts';
import type { Registry } from '../registry.ts';
import type { Message } from './message.ts';

/** One message and all that is needed to answer it. */
export interface Exchange {
  readonly message: Message;
  readonly caller: Caller;
  readonly districtId: string;
  /** Entities that the sender is filed as, and the caller's own where it is a party. */
  readonly senderIds: readonly string[];
  /** ISO 8601 instant, and the day in China. */
  readonly at: string;
  readonly today: string;
  /** The day on which the client made the message. */
  readonly madeOn: string;
  readonly registry: Registry;
  readonly known: KnownStore;
  readonly store: GzswStore;
}

export const exchangeOf = (
  message: Message,
  caller: Caller,
  at: string,
  ports: Pick<Exchange, 'registry' | 'known' | 'store' | 'senderIds'>,
): Exchange => {
  const today = dayInChina(at);
  const { districtId } = caller;
  return { message, caller, districtId, at, today, madeOn: dayOfMessage(message.id, today), ...ports };
};

/**
 * The Idempotency-Key of what a message asks of another capability. It rests on the client's own record and its content,
 * and on the record it replaces, not on the message alone: a client that lost the answer may send the same record in a new
 * message, and nothing is done twice.
 */
export const onceKey = (...parts: readonly unknown[]): { readonly 'Idempotency-Key': string } => ({
  'Idempotency-Key': `gzsw-${sha256(parts)}`,
});

/** Whose a document is that a message makes: the sender's, and the parties' that it names. */
export const ownersOf = ({ senderIds }: Pick<Exchange, 'senderIds'>, ...named: (string | undefined)[]): string[] => [
  ...new Set([...senderIds, ...named.filter((id) => id !== undefined)]),
];

/** The party in force that a code names, or the sentence that says what is missing. */
export type Found =
  | { readonly party: KnownParty; readonly missing?: never }
  | { readonly party?: never; readonly missing: string };

export async function partyInForce(exchange: Exchange, kind: string, label: string, code: string): Promise<Found> {
  const { known, districtId, today, registry } = exchange;
  let party = await known.party(districtId, kind, code);
  if (!party && (await isApproved(exchange, kind, code))) {
    // A client that has asked and heard 核实通过 may be faster than the event.
    for (const milliseconds of PAUSES) {
      if (party || !(await registry.pause(milliseconds))) break;
      party = await known.party(districtId, kind, code);
    }
  }
  if (!party) return { missing: `${label}“${code}”尚未核实通过，或无对应企业；请先报送其备案并等待核实通过` };
  if (party.status === 'ACTIVE') return { party };
  return {
    missing: `${label}“${party.name}”的备案（${party.filingNumber}）${ENTITY_STATUS_NAMES[party.status]}（${today}）；请先恢复其备案`,
  };
}

const PAUSES = [200, 400, 800, 1600, 2000];

const Filing = z.object({ status: z.string() });

/** Whether a party that was filed by messages is approved, whatever has been heard of it. */
async function isApproved({ store, registry, districtId }: Exchange, kind: string, code: string): Promise<boolean> {
  const kept = await Promise.all(
    (['COMP', 'BUYER', 'MAF'] as const).map((type) => store.findByClient(districtId, type, type, code)),
  );
  const filing = kept.flatMap((one) => one?.document.filings ?? []).find((one) => one.kind === kind);
  if (!filing) return false;
  const call = { method: 'GET', path: '/v1/filings/{id}', params: { id: filing.filingId } } as const;
  return (await registry.send('FilingApi', call, Filing)).done?.status === 'APPROVED';
}
