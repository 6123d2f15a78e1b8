import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { Caller } from '../../../functions/shared/auth/caller.ts';
import { report } from '../../../infra/local/story/report.ts';
import { resolved, seeds } from '../../../infra/local/story/seeds.ts';
import { DISTRICT, type Made } from '../../../infra/local/story/story.ts';
import { clerk } from '../../kit/call.ts';
import { tokenOf } from '../../kit/host.ts';
import { until } from '../../kit/until.ts';
import { registry, startedAt, tell } from './host.ts';

const expected = JSON.parse(
  readFileSync(new URL('../../functions/consolidation/fixtures/simplified-declaration.json', import.meta.url), 'utf8'),
);
let made: Made;
const idOf = (key: string): string => made.get(key) ?? '';
const get = async (path: string) => (await registry.send(clerk(), 'GET', path)).body;

beforeAll(async () => {
  made = await tell();
});

describe('the sample chain over HTTP', () => {
  it('registers three trades of 13 lines and USD 123,000, packed at the end', async () => {
    const trades = (await get('/v1/trades?status=PACKED')).items;
    expect(trades).toHaveLength(3);
    expect(trades.reduce((sum: number, one: any) => sum + one.lineCount, 0)).toBe(13);
    expect(trades.reduce((sum: number, one: any) => sum + Number(one.totalUsd.amount), 0)).toBe(123_000);
    expect(trades.reduce((sum: number, one: any) => sum + one.grossWeightKg, 0)).toBe(33_690);
    expect(trades.reduce((sum: number, one: any) => sum + one.volumeM3 * 1000, 0)).toBeCloseTo(64_800, 6);
  });

  it('loads every carton once, within volume and payload', async () => {
    const { status, containers, unplaced } = await get(`/v1/consolidations/${idOf('CO1')}`);
    expect(status).toBe('CONFIRMED');
    expect(unplaced).toEqual([]);
    expect(containers.map((one: any) => [one.type, one.containerNumber])).toEqual([
      ['45G1', 'TEMU7654328'],
      ['22G1', 'CBHU9876547'],
    ]);
    const cartons = containers.flatMap((one: any) =>
      one.placements.map((at: any) => `${at.tradeId}/${at.lineNo}/${at.cartonNo}`),
    );
    expect(cartons).toHaveLength(1945);
    expect(new Set(cartons).size).toBe(1945);
    for (const one of containers) {
      expect(one.volumeUtilisation).toBeLessThanOrEqual(1);
      expect(one.payloadUtilisation).toBeLessThanOrEqual(1);
    }
  });

  it('declares as the worked example: the same 11 lines, amounts, weights and sources', async () => {
    const { declarations } = await get(`/v1/consolidations/${idOf('CO1')}`);
    expect(declarations).toHaveLength(1);
    const order = ['T1', 'T2', 'T3'];
    // The example names its sources R000001…13; the sample trades' lines carry them in this order.
    const sources = new Map([
      ['T1', [1, 2, 3, 7]],
      ['T2', [4, 5, 8, 12, 13]],
      ['T3', [6, 9, 10, 11]],
    ]);
    const sourceOf = ({ tradeId, lineNo }: any): string => {
      const key = order.find((one) => idOf(one) === tradeId) ?? '';
      return `R${String(sources.get(key)?.[lineNo - 1]).padStart(6, '0')}`;
    };
    const declared = declarations[0].lines.map((line: any) => ({
      hs: line.hsCode,
      name: line.name,
      usd: Number(line.amount.amount),
      netKg: line.netWeightKg,
      grossKg: line.grossWeightKg,
      mergedFrom: line.mergedFrom.map(sourceOf).toSorted(),
    }));
    const byCode = (a: any, b: any) => a.hs.localeCompare(b.hs);
    expect(declared.toSorted(byCode)).toEqual(expected.output.toSorted(byCode));
    expect(declarations[0].totalUsd).toEqual({ amount: '123000.00', currency: 'USD' });
  });

  it('scores and grades every party', async () => {
    const parties = [...made].filter(([, id]) => id.startsWith('entity-'));
    expect(parties.length).toBeGreaterThanOrEqual(8);
    for (const [key, id] of parties) {
      const credit = await get(`/v1/entities/${id}/credit`);
      expect(['A', 'B', 'C', 'D'], key).toContain(credit.grade);
    }
  });

  it('tells the merchants and the consolidator what has become of theirs', async () => {
    const kindsOf = async (key: string): Promise<string[]> =>
      (await get(`/v1/notices?entityId=${idOf(key)}`)).items.map(({ kind }: any) => kind).toSorted();
    await until('all notices', async () => {
      const told = await Promise.all(['M1', 'C1'].map(kindsOf));
      return (
        (told[0]?.includes('GOODS_SEALED') &&
          told[1]?.includes('CONSOLIDATION_CONFIRMED') &&
          told[1].includes('CREDIT_FACT_RECORDED')) ||
        undefined
      );
    });
    expect(await kindsOf('M1')).toEqual(['FILING_APPROVED', 'GOODS_HELD', 'GOODS_SEALED', 'TRADE_REGISTERED']);
    expect(await kindsOf('C1')).toEqual([
      'CONSOLIDATION_CONFIRMED',
      'CONSOLIDATION_PLANNED',
      'CREDIT_FACT_RECORDED',
      'FILING_APPROVED',
    ]);
  });

  it('gives each party of a trade, by its own token alone, the sheet of its trades with every party named', async () => {
    const party = (role: 'merchant' | 'agent', key: string): Caller => ({
      sub: key,
      role,
      districtId: DISTRICT,
      entityId: idOf(key),
    });
    const sheetOf = async (caller: Caller): Promise<Record<string, string>[]> => {
      const { status, body } = await registry.send(caller, 'GET', '/v1/exports/trade-lines', undefined, {
        Accept: 'application/json',
      });
      expect(status, `${caller.role}: ${JSON.stringify(body)}`).toBe(200);
      const [titles, ...rows] = body.rows as string[][];
      return rows.map((cells) => Object.fromEntries(titles?.map((title, at) => [title, cells[at] ?? '']) ?? []));
    };
    const whole = await sheetOf(clerk());
    expect(whole).toHaveLength(13);
    for (const [title, key] of [
      ['商户', 'M1'],
      ['采购商', 'B1'],
      ['代理商', 'TO1'],
    ] as const) {
      const { filingNumber } = await get(`/v1/entities/${idOf(key)}`);
      expect(
        whole.map((row) => row[title]),
        title,
      ).toContain(filingNumber);
    }
    expect(whole.every((row) => row['生产厂商'] !== '' && row['货号/唛头'] !== '')).toBe(true);
    const { tradeNumber } = await get(`/v1/trades/${idOf('T1')}`);
    expect(tradeNumber).toMatch(/^JD500111\d{10}$/);
    const ofT1 = whole.filter((row) => row['交易单号'] === tradeNumber);
    expect(ofT1.length).toBeGreaterThan(0);
    expect(await sheetOf(party('merchant', 'M1'))).toEqual(ofT1);
    const entrusted = whole.filter((row) => row['代理商'] !== '');
    expect(entrusted.length).toBeGreaterThan(0);
    expect(await sheetOf(party('agent', 'TO1'))).toEqual(entrusted);
    // Whoever is no party to a trade still gets no row.
    expect(await sheetOf(party('agent', 'C1'))).toEqual([]);
  });

  it('told again, changes nothing', async () => {
    expect([...(await tell())]).toEqual([...made]);
    expect((await get('/v1/trades')).items).toHaveLength(3);
  });

  it('can be reported in full', async () => {
    const text = await report(registry.host.url, await tokenOf(registry.host, 'reviewer', DISTRICT), made);
    expect(text).toContain('3 trades, 13 lines, USD 123,000');
    expect(text).toContain('11 lines, USD 123000.00');
  });
});

describe('the cap of USD 150,000 a declaration', () => {
  const trade = (amount: string, unitPrice: string) => ({
    merchantId: idOf('M1'),
    buyerId: idOf('B1'),
    tradeOperatorId: idOf('TO1'),
    exportMode: 'ENTRUSTED',
    destinationCountry: 'ARE',
    portOfDischarge: 'AEJEA',
    currency: 'USD',
    explanation: '大客户年度订单，合同价',
    lines: [
      {
        goodsId: idOf('G0001'),
        quantity: 1,
        unit: '016',
        legalQuantity: 9,
        unitPrice,
        amount,
        cartons: [{ count: 1, lengthMm: 600, widthMm: 400, heightMm: 270, grossWeightKg: 10, netWeightKg: 9 }],
      },
    ],
  });
  /** Sends it as a clerk does: once, and again with the warnings accepted. */
  const register = async (amount: string) => {
    const first = await registry.send(clerk(), 'POST', '/v1/trades', trade(amount, amount));
    const warnings = (first.body.errors ?? []).flatMap((one: any) => one.warningId ?? []);
    if (warnings.length === 0 || first.body.errors.some((one: any) => one.severity === 'DANGER')) return first;
    return registry.send(clerk(), 'POST', '/v1/trades', trade(amount, amount), {
      'Accept-Warnings': warnings.join(','),
    });
  };

  it('refuses 150,000.01 by name of the rule', async () => {
    const reply = await register('150000.01');
    expect(reply.status).toBe(422);
    expect(reply.body.errors.some((one: any) => one.severity === 'DANGER' && one.legalBasis?.includes('221'))).toBe(
      true,
    );
  });

  it('accepts exactly 150,000.00 and declares it', async () => {
    const reply = await register('150000.00');
    expect(reply.status, JSON.stringify(reply.body)).toBe(201);
    const request = {
      ...demoConsolidation(),
      tradeIds: [reply.body.id],
      cutoffAt: new Date(startedAt.getTime() + 7 * 24 * 3_600_000).toISOString(),
    };
    const planned = await until('the reservation', async () => {
      const answer = await registry.send(clerk(), 'POST', '/v1/consolidations', request);
      return answer.status === 202 ? answer.body.id : undefined;
    });
    const done = await until('the plan', async () => {
      const one = await get(`/v1/consolidations/${planned}`);
      return one.status === 'PLANNING' ? undefined : one;
    });
    expect([done.status, done.declarations.map((one: any) => one.totalUsd.amount)]).toEqual(['PLANNED', ['150000.00']]);
  });

  function demoConsolidation(): object {
    const seed = seeds('consolidation')[0];
    const { tradeIds: _trades, ...rest } = resolved(seed?.body, idOf) as Record<string, unknown>;
    return { ...rest, options: { seconds: 0.1 } };
  }
});

describe('the audit', () => {
  it('names every person with all that the token said, whatever was done', async () => {
    const documents = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: registry.host.dynamodbUrl }));
    const persons: unknown[] = [];
    for await (const { Items = [] } of paginateScan({ client: documents }, { TableName: 'audit' })) {
      persons.push(...Items.map(({ actor }) => actor).filter(({ role }) => role !== 'system'));
    }
    documents.destroy();
    expect(persons.length).toBeGreaterThan(20);
    expect(persons.filter((person) => !Caller.safeParse(person).success)).toEqual([]);
  });
});

describe('the health of a host', () => {
  it('is good while everything is done, and degraded once an execution has failed', async () => {
    const healthy = await until('the outbox to be carried', async () => {
      const { body } = await registry.send(undefined, 'GET', '/health');
      return body.outboxLagSeconds < 1 ? body : undefined;
    });
    expect(healthy).toMatchObject({ status: 'ok', deadLetters: 0, failedExecutions: 0 });
    const complain = vi.spyOn(console, 'error').mockImplementation(() => {});
    await fetch(registry.host.stepFunctionsUrl, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Target': 'AWSStepFunctions.StartExecution' },
      body: JSON.stringify({
        stateMachineArn: 'arn:aws:states:local:000000000000:stateMachine:filing',
        name: 'of-nothing',
        input: JSON.stringify({ filingId: 'filing-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9', revision: 1 }),
      }),
    });
    const degraded = await until('the failure to be told', async () => {
      const { status, body } = await registry.send(undefined, 'GET', '/health');
      expect(status).toBe(200);
      return body.status === 'degraded' ? body : undefined;
    });
    expect(degraded).toMatchObject({ deadLetters: 0, failedExecutions: 1 });
    expect(complain.mock.calls.flat().join()).toMatch(/execution of-nothing of filing has ended FAILED: \w+/);
    complain.mockRestore();
  });
});
