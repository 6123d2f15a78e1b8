import { z } from 'zod';
import { ENTITY_STATUS_NAMES } from '../../../events/names.ts';
import { says } from '../../../shared/kernel/finding.ts';
import { type NotTaken, notTaken, notThereYet } from '../../domain/gzsw/receipt.ts';
import type { KnownParty } from '../../domain/known.ts';
import type { Exchange } from './exchange.ts';

/** The party in force that a code names, or why there is none. */
export type Found =
  | { readonly party: KnownParty; readonly missing?: never }
  | { readonly party?: never; readonly missing: NotTaken };

/** Why those that were not found were not. */
export const missingIn = (...found: readonly (Found | undefined)[]): NotTaken[] =>
  found.flatMap((each) => each?.missing ?? []);

/** @param label the part it has in the message, in Chinese */
export async function partyInForce(exchange: Exchange, kind: string, label: string, code: string): Promise<Found> {
  const { known, districtId, today } = exchange;
  const party = await known.party(districtId, kind, code);
  if (!party) {
    // A client that has asked and heard 核实通过 may be faster than the event.
    return (await isApproved(exchange, kind, code))
      ? { missing: notThereYet(`${label}“${code}”刚核实通过，尚未生效（通常几秒内）`) }
      : { missing: notTaken(says(`${label}“${code}”尚未核实通过，或无对应企业`, '请先报送其备案并等待核实通过')) };
  }
  if (party.status === 'ACTIVE') return { party };
  return {
    missing: notTaken(
      says(
        `${label}“${party.name}”的备案（${party.filingNumber}）${ENTITY_STATUS_NAMES[party.status]}（${today}）`,
        '请先恢复其备案',
      ),
    ),
  };
}

const Filing = z.object({ status: z.string() });

/** Whether a party that was filed by messages is approved, whatever has been heard of it. */
async function isApproved({ store, apis, districtId }: Exchange, kind: string, code: string): Promise<boolean> {
  const organisations = await Promise.all(
    (['COMP', 'BUYER', 'MAF'] as const).map((type) => store.organisation(districtId, type, code)),
  );
  const filings = organisations.flatMap((organisation) => organisation?.document.filings ?? []);
  const filing = filings.find((each) => each.kind === kind);
  if (!filing) return false;
  const call = { method: 'GET', path: '/v1/filings/{id}', params: { id: filing.filingId } } as const;
  return (await apis.send('FilingApi', call, Filing)).done?.status === 'APPROVED';
}
