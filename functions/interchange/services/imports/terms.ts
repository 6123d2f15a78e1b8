import { z } from 'zod';
import type { Caller } from '../../../shared/auth/caller.ts';
import { danger, type Finding, says } from '../../../shared/kernel/finding.ts';
import type { Lists } from '../../../shared/reference/lists/index.ts';
import type { KnownParty } from '../../domain/known.ts';
import type { JudgedLine } from '../../domain/sheet/judge.ts';
import { type Terms } from '../../domain/sheet/trades.ts';
import type { KnownStore } from '../../store/known.ts';
import type { OtherApis } from '../other-apis.ts';

/** What a commit says for every line that does not say it itself. */
export interface Given {
  readonly buyerId?: string | undefined;
  readonly tradeOperatorId?: string | undefined;
  readonly destinationCountry?: string | undefined;
  readonly portOfDischarge?: string | undefined;
}

interface Ports {
  readonly apis: OtherApis;
  readonly known: KnownStore;
  readonly caller: Caller;
  readonly today: string;
  /** What is in force on the day. */
  readonly lists: Lists;
}

const Buyers = z.object({
  items: z.array(z.object({ id: z.string(), name: z.string(), status: z.string() })),
  nextCursor: z.string().nullable(),
});

/**
 * The buyer that a sheet must mean: the only one in force in the district. Undefined where there are none or several. That
 * there is no other is known at the end of the list only; that there is, as soon as a second is met.
 */
export async function onlyBuyer({ apis }: Pick<Ports, 'apis'>): Promise<{ id: string; name: string } | undefined> {
  let only: { id: string; name: string } | undefined;
  let cursor: string | undefined;
  do {
    const query = { kind: 'buyer', limit: '200', ...(cursor === undefined ? {} : { cursor }) };
    const { done } = await apis.send('FilingApi', { method: 'GET', path: '/v1/entities', query }, Buyers);
    for (const { id, name, status } of done?.items ?? []) {
      if (status !== 'ACTIVE') continue;
      if (only) return undefined;
      only = { id, name };
    }
    cursor = done?.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return only;
}

const Buyer = z.object({ entity: z.looseObject({ nationality: z.string().optional() }) });

/**
 * Settles the terms of every line: by its own columns, by the commit, else by what the register leaves no choice in (the
 * only buyer, the merchant's only agent, the buyer's country). What cannot be settled is a finding.
 */
export async function settleTerms(
  lines: readonly JudgedLine[],
  given: Given,
  ports: Ports,
): Promise<{ readonly termsOf: (line: JudgedLine) => Terms } | { readonly findings: readonly Finding[] }> {
  const { apis, known, caller, today, lists } = ports;
  /** What the port is called until the declaration names it. */
  const portUnknown = lists.gzswAssumptions.portOfDischarge;
  const { districtId } = caller;
  const wordsOf = (key: 'buyer' | 'tradeOperator'): string[] => [
    ...new Set(lines.map(({ line }) => line[key]).filter((word) => word !== '')),
  ];
  const [buyers, operators] = await Promise.all([
    known.parties(districtId, 'buyer', wordsOf('buyer')),
    known.parties(districtId, 'tradeOperator', wordsOf('tradeOperator')),
  ]);
  const findings = lines.flatMap(({ line }) => [
    ...unknown(line.no, '采购商', line.buyer, buyers),
    ...unknown(line.no, '代理商', line.tradeOperator, operators),
  ]);
  const needsBuyer = lines.some(({ line }) => line.buyer === '');
  const buyerId = given.buyerId ?? (needsBuyer ? (await onlyBuyer(ports))?.id : undefined);
  if (needsBuyer && buyerId === undefined) {
    findings.push(
      danger(
        'BUYER_REQUIRED',
        '/buyerId',
        says('表中没有“采购商”列，本区县的采购商又不止一个（或没有）', '请在 buyerId 中填写境外采购商的编号'),
      ),
    );
  }
  if (findings.length > 0) return { findings };
  const nationality = buyerId === undefined ? undefined : await nationalityOf(apis, buyerId);
  const merchants = [...new Set(lines.map(({ goods }) => goods.merchantId))];
  const agents = new Map(
    await Promise.all(
      merchants.map(async (id): Promise<[string, string[]]> => [id, await known.operatorsOf(districtId, id, today)]),
    ),
  );
  return {
    termsOf: ({ line, goods }) => {
      const buyer = buyers.get(line.buyer);
      const entrusted = agents.get(goods.merchantId) ?? [];
      const operator = operators.get(line.tradeOperator)?.entityId ?? given.tradeOperatorId;
      return {
        buyerId: buyer?.entityId ?? buyerId ?? '',
        tradeOperatorId: operator ?? (entrusted.length === 1 ? entrusted[0] : undefined),
        destinationCountry: first(line.destination, given.destinationCountry, buyer ? buyer.nationality : nationality),
        portOfDischarge: first(line.port, given.portOfDischarge, portUnknown) ?? portUnknown,
      };
    },
  };
}

const first = (...texts: readonly (string | undefined)[]): string | undefined =>
  texts.find((text) => text !== undefined && text !== '');

const unknown = (no: number, label: string, word: string, parties: ReadonlyMap<string, KnownParty>): Finding[] =>
  word === '' || parties.has(word)
    ? []
    : [
        danger(
          'PARTY_UNKNOWN',
          `/rows/${no}`,
          says(`第 ${no} 行的${label}“${word}”没有备案`, '请填写备案号、信用代码或证件号'),
        ),
      ];

async function nationalityOf(apis: OtherApis, id: string): Promise<string | undefined> {
  const buyer = await apis.send('FilingApi', { method: 'GET', path: '/v1/entities/{id}', params: { id } }, Buyer);
  return buyer.done?.entity.nationality;
}
