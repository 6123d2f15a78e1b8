import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../../functions/consolidation/api.ts';
import { consolidationApi } from '../../../functions/consolidation/contract/index.ts';
import { cartonGroups } from '../../../functions/consolidation/domain/cargo.ts';
import { planDeclarations } from '../../../functions/consolidation/domain/declaration/declaration-plan.ts';
import { inContainers } from '../../../functions/consolidation/domain/declaration/declaration-result.ts';
import { declarationRulesOf } from '../../../functions/consolidation/domain/declaration/declaration-rules.ts';
import type { PlannedContainer } from '../../../functions/consolidation/domain/load-result.ts';
import { packingRows, totalsOf } from '../../../functions/consolidation/domain/packing-list.ts';
import { sum } from '../../../functions/consolidation/domain/sums.ts';
import { answerIn } from '../../../functions/consolidation/print/forms.ts';
import { packingList } from '../../../functions/consolidation/print/packing-list.ts';
import type { Planned } from '../../../functions/consolidation/print/planned.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { XLSX_TYPE } from '../../../functions/shared/sheet/types.ts';
import { unzipped } from '../../../functions/shared/sheet/zip.ts';
import { call, clerk } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { sheetRows } from '../../kit/sheet.ts';
import { trades } from './fixtures/arbitrary.ts';
import { plan } from './fixtures/planning.ts';
import { formOf, plannedOf, TRACE } from './fixtures/print.ts';
import { sampleTrades } from './fixtures/sample.ts';
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
    const rules = declarationRulesOf(shippedOn('2026-03-17'));
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
  const [trade] = sampleTrades();
  const [line] = trade!.lines;
  /** One trade of one line, its texts as a stranger may have typed them. */
  const hostile = (merchantName: string): Planned =>
    plannedOf(
      [
        {
          ...trade!,
          merchantName,
          stall: '+1',
          lines: [{ ...line!, nameZh: '-2,3', specification: '@SUM(A1)', quantity: 150_000 }],
        },
      ],
      { name: '<script>alert(1)</script>' },
    );
  const plain = hostile('');
  const csvOf = (planned: Planned): string => formOf(packingList(planned, TRACE), 'text/csv') as string;

  it('writes CSV with a byte order mark, its formulas made text, its quotes doubled', () => {
    const csv = csvOf(hostile('=HYPERLINK("http://x")'));
    expect(csv.startsWith('\uFEFF箱序,箱型,集装箱号,封志号,唛头箱号,商户,')).toBe(true);
    expect(csv.split('\r\n')[1]).toBe(
      `1,22G1,,,C5E001-1 C/1-220,"'=HYPERLINK(""http://x"")",'+1,"'-2,3",'@SUM(A1),8205590000,,220,1.5,把,4180,4400,14.256,1-1,${trade!.tradeId},1,${trade!.tradeNumber},ZD5001112026000012-01`,
    );
  });

  it('never begins a text cell with a formula character', () => {
    const anyText = fc.oneof(
      fc.string(),
      fc.tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r'), fc.string()).map(([a, b]) => a + b),
    );
    fc.assert(
      fc.property(anyText, (merchantName) => {
        const renamed = plain.trades.map((known) => ({ ...known, merchantName }));
        const record =
          csvOf({ ...plain, trades: renamed })
            .split('箱序')[1]
            ?.split('\r\n')
            .slice(1)
            .join('\r\n') ?? '';
        const cell = /^1,22G1,,,[^,]*,("(?:[^"]|"")*"|[^,]*),/s.exec(record)?.[1] ?? '?';
        const text = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
        expect(text).not.toMatch(/^[=+\-@\t\r]/);
        expect(text === merchantName || text === `'${merchantName}`).toBe(true);
      }),
    );
  });

  it('escapes every text in HTML and prints on A4', () => {
    const html = formOf(packingList(hostile(`"甲" & '乙' <b>`), TRACE), 'text/html');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain('&quot;甲&quot; &amp; &#39;乙&#39; &lt;b&gt;');
    expect(html).not.toMatch(/<script|<b>/);
    expect(html).toContain('@page { size: A4');
  });

  it('writes a workbook that reads back as the same table, its numbers as numbers', async () => {
    const planned = hostile('=1+1');
    const bytes = (await formOf(packingList(planned, TRACE), XLSX_TYPE)) as Buffer;
    const [head, row] = await sheetRows(bytes, 10);
    expect(head?.slice(0, 6)).toEqual(['箱序', '箱型', '集装箱号', '封志号', '唛头箱号', '商户']);
    expect(row?.slice(4, 13)).toEqual([
      'C5E001-1 C/1-220',
      '=1+1',
      '+1',
      '-2,3',
      '@SUM(A1)',
      '8205590000',
      '',
      '220',
      '1.5',
    ]);
    expect([...unzipped(bytes, 1e6).values()].some((file) => file.includes('<f>'))).toBe(false);
  });

  it.each([
    ['*/*', 'application/json'],
    ['application/json', 'application/json'],
    ['text/csv', 'text/csv'],
    [XLSX_TYPE, XLSX_TYPE],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'],
    ['text/*;q=0.5, application/json;q=0.4', 'text/csv'],
    ['text/csv;q=0, text/*', 'text/html'],
    ['TEXT/HTML;charset=utf-8', 'text/html'],
    ['image/png', undefined],
    ['application/json;q=0', undefined],
    ['text/csv;q=x', undefined],
  ])('answers Accept: %s with %s', async (accept, type) => {
    const answer = answerIn(packingList(plain, TRACE), accept);
    if (type === undefined) {
      await expect(answer).rejects.toMatchObject({ code: 'NOT_ACCEPTABLE', message: expect.stringContaining(accept) });
    } else {
      expect(((await answer).contentType ?? 'application/json').split(';')[0]).toBe(type);
    }
  });
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
    const listed = json.body.containers.flatMap((one: any) => one.rows).filter((row: any) => row.inspected);
    expect(new Set(listed.map((row: any) => row.name))).toEqual(new Set(['固体饮料']));
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
