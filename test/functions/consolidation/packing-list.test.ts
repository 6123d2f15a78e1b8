import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../../functions/consolidation/api.ts';
import { consolidationApi, type PackingListJson } from '../../../functions/consolidation/contract.ts';
import { cartonGroups } from '../../../functions/consolidation/domain/cargo.ts';
import { planDeclarations } from '../../../functions/consolidation/domain/declaration-plan.ts';
import { inContainers } from '../../../functions/consolidation/domain/declaration-result.ts';
import { rulesOn } from '../../../functions/consolidation/domain/declaration-rules.ts';
import type { PlannedContainer } from '../../../functions/consolidation/domain/load-result.ts';
import { packingRows, totalsOf } from '../../../functions/consolidation/domain/packing-list.ts';
import { sum } from '../../../functions/consolidation/domain/sums.ts';
import { PACKING_LIST_FORMS } from '../../../functions/consolidation/packing-list/answer.ts';
import { packingListCsv } from '../../../functions/consolidation/packing-list/csv.ts';
import { packingListHtml } from '../../../functions/consolidation/packing-list/html.ts';
import { preferred } from '../../../functions/shared/http/accept.ts';
import { call, clerk } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { trades } from './fixtures/arbitrary.ts';
import { plan } from './fixtures/planning.ts';
import { fileParties, registerSample, request, tradeArrives } from './fixtures/world.ts';

describe('rows', () => {
  /** Deals the cartons of trades over containers as a load would, wherever they stand. */
  const dealt = fc
    .record({
      some: trades({ maxTrades: 3, maxLines: 4, maxUsdMinor: 100_000 }),
      containers: fc.integer({ min: 1, max: 4 }),
      picks: fc.infiniteStream(fc.nat({ max: 3 })),
    })
    .map(({ some, containers, picks }) => {
      const loads = Array.from(
        { length: containers },
        (_, index): PlannedContainer => ({
          no: index + 1,
          type: '45G1',
          volumeUtilisation: 0,
          payloadUtilisation: 0,
          massG: 0,
          centreOfGravity: { x: 0, y: 0, z: 0 },
          lengthwiseOffset: 0,
          balance: 'WITHIN_GOAL',
          placements: [],
        }),
      );
      for (const { tradeId, lineNo, firstCartonNo, group } of cartonGroups(some)) {
        for (let cartonNo = firstCartonNo; cartonNo < firstCartonNo + group.count; cartonNo += 1) {
          const { lengthMm, widthMm, heightMm } = group;
          const at = { x: 0, y: 0, z: 0, lengthMm, widthMm, heightMm, step: 1 };
          loads[(picks.next().value ?? 0) % containers]?.placements.push({ tradeId, lineNo, cartonNo, ...at });
        }
      }
      return { some, loads };
    });

  it('add up to the cartons, quantities, masses and volumes that were traded, whatever the containers', () => {
    const rules = rulesOn('2026-03-17');
    fc.assert(
      fc.property(dealt, ({ some, loads }) => {
        const { declarations } = inContainers(planDeclarations(some, rules), loads);
        const rows = packingRows(some, loads, declarations).flat();
        for (const trade of some) {
          for (const line of trade.lines) {
            const own = rows.filter((row) => row.tradeId === trade.tradeId && row.lineNo === line.lineNo);
            expect(sum(own, (row) => row.quantity)).toBe(line.quantity);
            expect(totalsOf(own)).toEqual({
              cartons: sum(line.cartons, (box) => box.count),
              netG: sum(line.cartons, (box) => box.count * box.netG),
              grossG: sum(line.cartons, (box) => box.count * box.grossG),
              volumeMm3: sum(line.cartons, (box) => box.count * box.lengthMm * box.widthMm * box.heightMm),
            });
          }
        }
      }),
    );
  });
});

describe('forms', () => {
  const hostile: PackingListJson = {
    id: 'consolidation-1',
    status: 'PLANNED',
    consolidator: '<script>alert(1)</script>',
    tradeOperator: '"甲" & \'乙\'',
    buyers: ['A', '<b>B</b>'],
    destinationCountry: 'ARE',
    portOfDischarge: 'AEJEA',
    cutoffAt: '2026-03-25T18:00:00+08:00',
    totals: { cartons: 1, netWeightKg: 1, grossWeightKg: 1, volumeM3: 1 },
    containers: [
      {
        no: 1,
        type: '45G1',
        marketName: '40HQ',
        totals: { cartons: 1, netWeightKg: 1, grossWeightKg: 1, volumeM3: 1 },
        rows: [
          {
            tradeId: 'trade-1',
            lineNo: 1,
            merchant: '=HYPERLINK("http://x")',
            stall: '+1',
            name: '-2,3',
            specification: '@SUM(A1)',
            hsCode: '8205590000',
            cartons: 1,
            quantity: 1.5,
            unit: '016',
            unitName: '把',
            netWeightKg: 1,
            grossWeightKg: 1,
            volumeM3: 0.001,
            declarationNo: 1,
          },
        ],
      },
    ],
  };

  it('writes CSV with a byte order mark, its formulas made text, its quotes doubled', () => {
    const csv = packingListCsv(hostile);
    expect(csv.startsWith('\uFEFF箱序,箱型,集装箱号,封志号,商户,')).toBe(true);
    expect(csv.split('\r\n')[1]).toBe(
      `1,45G1,,,"'=HYPERLINK(""http://x"")",'+1,"'-2,3",'@SUM(A1),8205590000,1,1.5,把,1,1,0.001,1,trade-1,1`,
    );
  });

  it('never begins a text cell with a formula character', () => {
    const anyText = fc.oneof(
      fc.string(),
      fc.tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r'), fc.string()).map(([a, b]) => a + b),
    );
    fc.assert(
      fc.property(anyText, (merchant) => {
        const list = structuredClone(hostile);
        list.containers[0]!.rows[0]!.merchant = merchant;
        const record = packingListCsv(list).split('箱序')[1]?.split('\r\n').slice(1).join('\r\n') ?? '';
        const cell = /^1,45G1,,,("(?:[^"]|"")*"|[^,]*),/s.exec(record)?.[1] ?? '?';
        const text = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
        expect(text).not.toMatch(/^[=+\-@\t\r]/);
        expect(text === merchant || text === `'${merchant}`).toBe(true);
      }),
    );
  });

  it('escapes every text in HTML and prints on A4', () => {
    const html = packingListHtml(hostile);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain('&quot;甲&quot; &amp; &#39;乙&#39;');
    expect(html).not.toMatch(/<script|<b>/);
    expect(html).toContain('@page { size: A4');
  });

  it.each([
    ['*/*', 'application/json'],
    ['application/json', 'application/json'],
    ['text/csv', 'text/csv'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'],
    ['text/*;q=0.5, application/json;q=0.4', 'text/csv'],
    ['text/csv;q=0, text/*', 'text/html'],
    ['TEXT/HTML;charset=utf-8', 'text/html'],
    ['image/png', undefined],
    ['application/json;q=0', undefined],
    ['text/csv;q=x', undefined],
  ])('answers Accept: %s with %s', (accept, format) => expect(preferred(accept, PACKING_LIST_FORMS)).toBe(format));
});

describe('route', () => {
  const registry = useRegistry();
  let handler: unknown;
  beforeAll(async () => {
    handler = build(registry.runtime);
    await fileParties(registry);
  });
  const print = (id: string, accept: string) =>
    call(handler, consolidationApi, 'getPackingList', { caller: clerk(), params: { id }, headers: { Accept: accept } });

  it('answers the sample as JSON, CSV and page, and not before there is a plan', async () => {
    const sample = await registerSample(registry);
    const { body } = await call(handler, consolidationApi, 'createConsolidation', {
      caller: clerk(),
      body: request(sample),
    });
    const early = await print(body.id, '*/*');
    expect([early.status, early.body.code]).toEqual([409, 'WRONG_STATE']);
    // A later event of a trade must not disturb the list.
    await tradeArrives(registry, { ...sample[0]!, version: 2, status: 'CONSOLIDATED' });
    await plan(registry.runtime, body.id);
    const json = await print(body.id, 'application/json');
    expect(json.body.totals).toEqual({ cartons: 1945, netWeightKg: 31_965, grossWeightKg: 33_690, volumeM3: 64.8 });
    expect(json.body.consolidator).toBe('consolidator 有限公司');
    expect(json.body.containers[0].rows).toContainEqual(expect.objectContaining({ unit: '016', unitName: '把' }));
    const csv = await print(body.id, 'text/csv');
    expect(csv.headers['Content-Type']).toBe('text/csv; charset=utf-8');
    expect(csv.body.split('\r\n').length - 2).toBe(
      json.body.containers.flatMap((one: { rows: [] }) => one.rows).length,
    );
    const html = await print(body.id, 'text/html');
    expect(html.headers['Content-Type']).toBe('text/html; charset=utf-8');
    expect(html.body).toContain('大足区龙水镇兴旺五金经营部');
    expect((await print(body.id, 'image/png')).status).toBe(406);
  });
});
