import { describe, expect, it } from 'vitest';
import { ConsolidationRequest } from '../../../functions/consolidation/domain/request.ts';
import { knownCodes as ofConsolidation } from '../../../functions/consolidation/domain/rules/known-codes.ts';
import { knownCodes as ofFiling } from '../../../functions/filing/domain/rules/known-codes.ts';
import { Submission } from '../../../functions/filing/domain/submission.ts';
import { destinationProblems } from '../../../functions/interchange/domain/codes.ts';
import { sheetCodes } from '../../../functions/interchange/domain/sheet/codes.ts';
import { HEADINGS } from '../../../functions/interchange/domain/sheet/columns.ts';
import { readRow } from '../../../functions/interchange/domain/sheet/row.ts';
import { settleTerms } from '../../../functions/interchange/services/imports/terms.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { RULES } from '../../../functions/trade/domain/rules/index.ts';
import { submission } from '../../../functions/trade/domain/submission.ts';
import { samples } from '../filing/samples.ts';
import { AT, filed, history, request } from '../trade/samples.ts';

/** Where goods are exported to is a country or region that there is, and abroad, whatever says it. */

const lists = shippedOn('2026-03-17');

const inTrade = (destinationCountry: string): string[] =>
  RULES.flatMap((rule) => rule(submission(request({ destinationCountry }), filed(), history(), AT, lists)))
    .filter(({ pointer }) => pointer === '/destinationCountry')
    .map(({ severity, code }) => `${severity} ${code}`);

const inConsolidation = (destinationCountry: string): string[] => {
  const body = {
    consolidatorId: 'entity-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9',
    tradeOperatorId: 'entity-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G8',
    tradeIds: ['trade-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9'],
    destinationCountry,
    portOfDischarge: 'AEJEA',
    cutoffAt: '2026-03-20T00:00:00Z',
  };
  const form = ConsolidationRequest.parse(body);
  return ofConsolidation({ request: form, lists } as never).map(({ severity, code }) => `${severity} ${code}`);
};

const inFiling = (destination: string): string[] => {
  const { entity } = samples.consolidator;
  if (entity.destinations.includes(destination)) return [];
  const form = Submission.parse({ kind: 'consolidator', entity: { ...entity, destinations: ['ARE', destination] } });
  return ofFiling(form, { lists } as never).map(({ severity, code, pointer }) => {
    expect(pointer).toBe('/entity/destinations/1');
    return `${severity} ${code}`;
  });
};

const inTerms = async (destinationCountry: string): Promise<string[]> => {
  const ports = { known: { parties: async () => new Map() }, caller: { districtId: '500111' }, lists };
  const settled = await settleTerms([], { buyerId: 'b', destinationCountry }, ports as never).catch(() => ({}));
  return 'findings' in settled ? settled.findings.map(({ severity, code }) => `${severity} ${code}`) : [];
};

const inSheet = (destination: string): string[] => {
  const columns = HEADINGS.columns(['商品名称', '运抵国']);
  const { faults } = readRow({ no: 2, cells: ['钉', destination] }, columns, sheetCodes(lists));
  return faults.filter(({ column }) => column.startsWith('运抵国')).map(({ code }) => code);
};

describe.each([
  ['ARE', []],
  ['HKG', []],
  ['MAC', []],
  ['TWN', []],
  ['ZZZ', ['DANGER UNKNOWN_COUNTRY']],
  ['XXX', ['DANGER UNKNOWN_COUNTRY']],
  ['CHN', ['DANGER DESTINATION_NOT_ABROAD']],
])('goods to %s', (country, expected) => {
  it('are judged alike in a trade, a consolidation, a filing and the commit of a sheet', async () => {
    expect(inTrade(country).filter((found) => !found.startsWith('WARNING'))).toEqual(expected);
    expect(inConsolidation(country)).toEqual(expected);
    expect(inFiling(country)).toEqual(expected);
    expect(await inTerms(country)).toEqual(expected);
  });

  it('are refused by the cell of a sheet and by a message where they are refused', () => {
    expect(inSheet(country)).toHaveLength(expected.length);
    expect(destinationProblems(country, lists)).toHaveLength(expected.length);
  });
});

it('China goes by its name and by its old number too', () => {
  expect(inSheet('中国')).toEqual(['DESTINATION_NOT_ABROAD']);
  expect(inSheet('中国香港')).toEqual([]);
  expect(destinationProblems('142', lists)).toHaveLength(1);
  expect(destinationProblems('110', lists)).toEqual([]);
});
