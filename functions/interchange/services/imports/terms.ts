import { type Caller, isParty } from '../../../shared/auth/caller.ts';
import { destinationFindings } from '../../../shared/kernel/country.ts';
import { danger, type Finding, says } from '../../../shared/kernel/finding.ts';
import type { Lists } from '../../../shared/reference/lists/index.ts';
import type { JudgedLine } from '../../domain/sheet/judge.ts';
import { type Terms } from '../../domain/sheet/trades.ts';
import type { KnownStore } from '../../store/known.ts';
import type { OtherApis } from '../other-apis.ts';
import { buyersNamed, nationalityOf, onlyBuyer } from './buyers.ts';

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

/**
 * Settles the terms of every line: by its own columns, by the commit, else by what the register leaves no choice in (the
 * only buyer, the merchant's only agent, the buyer's country). What cannot be settled is a finding.
 */
export async function settleTerms(
  lines: readonly JudgedLine[],
  given: Given,
  ports: Ports,
): Promise<{ readonly termsOf: (line: JudgedLine) => Terms } | { readonly findings: readonly Finding[] }> {
  const { known, caller, today, lists } = ports;
  /** What the port is called until the declaration names it. */
  const portUnknown = lists.gzswAssumptions.portOfDischarge;
  const { districtId } = caller;
  const wordsOf = (key: 'buyer' | 'tradeOperator'): string[] => [
    ...new Set(lines.map(({ line }) => line[key]).filter((word) => word !== '')),
  ];
  const [{ buyers, unasked }, operators] = await Promise.all([
    buyersNamed(wordsOf('buyer'), ports),
    known.parties(districtId, 'tradeOperator', wordsOf('tradeOperator')),
  ]);
  const findings = lines.flatMap(({ line }) => [
    ...(unasked.has(line.buyer) ? [] : unknown(line.no, '采购商', line.buyer, buyers, nameABuyer(caller))),
    ...unknown(line.no, '代理商', line.tradeOperator, operators, NAME_AN_OPERATOR),
  ]);
  if (given.destinationCountry !== undefined) {
    findings.push(...destinationFindings('最终目的国', given.destinationCountry, '/destinationCountry', lists));
  }
  const needsBuyer = lines.some(({ line }) => line.buyer === '');
  const buyerId = given.buyerId ?? (needsBuyer ? (await onlyBuyer(ports.apis))?.id : undefined);
  if (needsBuyer && buyerId === undefined) findings.push(buyerRequired(caller));
  if (findings.length > 0) return { findings };
  const nationality = buyerId === undefined ? undefined : await nationalityOf(buyerId, ports);
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
        buyerId: buyer?.id ?? buyerId ?? '',
        tradeOperatorId: operator ?? (entrusted.length === 1 ? entrusted[0] : undefined),
        destinationCountry: first(line.destination, given.destinationCountry, buyer ? buyer.nationality : nationality),
        portOfDischarge: first(line.port, given.portOfDischarge, portUnknown) ?? portUnknown,
      };
    },
  };
}

const first = (...texts: readonly (string | undefined)[]): string | undefined =>
  texts.find((text) => text !== undefined && text !== '');

const unknown = (
  no: number,
  label: string,
  word: string,
  parties: ReadonlyMap<string, unknown>,
  remedy: string,
): Finding[] =>
  word === '' || parties.has(word)
    ? []
    : [danger('PARTY_UNKNOWN', `/rows/${no}`, says(`第 ${no} 行的${label}“${word}”没有备案或不能由您指名`, remedy))];

const NAME_AN_OPERATOR = '请填写备案号或信用代码';

/** How a submitter names a buyer: a party finds none of others by its name or filing number. */
const nameABuyer = (caller: Caller): string =>
  isParty(caller)
    ? '以往交易过的采购商请填写备案号或全名，其他的请填写完整的证件号码，或采购商出示的采购商代码'
    : '请填写备案号、证件号码或采购商代码';

function buyerRequired(caller: Caller): Finding {
  const whose = isParty(caller) ? '您以往交易的采购商' : '本区县的采购商';
  const fact = `表中有的行没有写“采购商”，${whose}又不止一个（或没有）`;
  return danger(
    'BUYER_REQUIRED',
    '/buyerId',
    says(fact, `请在表中加上“采购商”列，或在提交时选定采购商；${nameABuyer(caller)}`),
  );
}
