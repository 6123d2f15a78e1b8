import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { build as buildCredit } from '../../../functions/credit/api.ts';
import { creditApi } from '../../../functions/credit/contract/index.ts';
import { build as buildFiling } from '../../../functions/filing/api.ts';
import { filingApi } from '../../../functions/filing/contract/index.ts';
import type { Contract } from '../../../functions/shared/http/contract.ts';
import { contracts } from '../../../functions/system/contracts.ts';
import { build as buildTrade } from '../../../functions/trade/api.ts';
import { tradeApi } from '../../../functions/trade/contract/index.ts';
import { type CallOptions, call, clerk, operator, type Reply } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { creditKit } from '../credit/kit.ts';
import { approved, decide, filed, getFiling, runStep } from '../filing/kit.ts';
import { merchantSample, samples, tradeOperatorSample } from '../filing/samples.ts';
import { fileSample, body as tradeBody } from '../trade/samples.ts';

const registry = useRegistry();
const credit = creditKit(registry);

/** Everything that is kept, in both tables. */
async function kept(): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const TableName of ['registry', 'audit']) {
    let next: Record<string, unknown> | undefined;
    do {
      const page = await registry.documents.send(new ScanCommand({ TableName, ExclusiveStartKey: next }));
      found.push(...(page.Items ?? []));
      next = page.LastEvaluatedKey;
    } while (next);
  }
  return found;
}

/** One operation, and a body that it takes. */
interface Case {
  readonly handler: () => unknown;
  readonly contract: Contract;
  readonly operation: string;
  readonly options: () => CallOptions;
}

const entity: Record<string, string> = {};

beforeAll(async () => {
  const { runtime } = registry;
  await fileSample(runtime);
  entity['merchant'] = await approved(runtime, merchantSample(11));
  entity['operator'] = await approved(runtime, samples.tradeOperator);
  entity['scored'] = await credit.file('merchant');
  const returned = await filed(runtime, merchantSample(12));
  await decide(runtime, returned, { decision: 'RETURN', reasons: ['缺执照'] });
  await runStep(runtime, 'ReturnFiling', { filingId: returned, revision: 1 });
  entity['returned'] = returned;
});

const filing = { handler: () => buildFiling(registry.runtime), contract: filingApi };
const goods = () => ({
  merchantId: entity['merchant'],
  nameZh: '不锈钢抹泥刀',
  hsCode: '8205400000',
  specification: '280毫米',
  brand: { type: 'NONE' },
  dealUnit: '007',
  legalUnit: '035',
});

let number = 20;
const CASES: readonly Case[] = [
  { ...filing, operation: 'fileEntity', options: () => ({ body: merchantSample((number += 1)) }) },
  // Filed already.
  { ...filing, operation: 'fileEntity', options: () => ({ body: merchantSample(11) }) },
  {
    ...filing,
    operation: 'reviseFiling',
    options: () => ({ params: { id: entity['returned'] ?? '' }, body: { entity: merchantSample(12).entity } }),
  },
  {
    ...filing,
    operation: 'requestAmendment',
    options: () => ({
      params: { id: entity['merchant'] ?? '' },
      body: { entity: { ...merchantSample(11).entity, address: '重庆市大足区新址1号' } },
    }),
  },
  { ...filing, operation: 'fileGoods', options: () => ({ body: goods() }) },
  {
    ...filing,
    operation: 'registerAgreement',
    options: () => ({
      body: {
        merchantId: entity['merchant'],
        tradeOperatorId: entity['operator'],
        signedOn: '2026-03-01',
        validFrom: '2026-03-01',
        validUntil: '2026-12-31',
      },
    }),
  },
  {
    handler: () => buildTrade(registry.runtime),
    contract: tradeApi,
    operation: 'registerTrade',
    options: () => ({ body: tradeBody() }),
  },
  {
    handler: () => buildTrade(registry.runtime),
    contract: tradeApi,
    operation: 'registerTrade',
    // A reviewer looks at it.
    options: () => ({
      body: tradeBody({ vouchers: [{ type: 'PACKING_LIST', number: 'ZX-1', issuedOn: '2026-03-16' }] }),
    }),
  },
  {
    handler: () => buildCredit(registry.runtime),
    contract: creditApi,
    operation: 'recordCreditEvent',
    options: () => ({
      body: {
        entityId: entity['scored'],
        indicator: 'COMPLAINT_UPHELD',
        occurredOn: '2026-03-10',
        source: { authority: '大足区商务委', documentNumber: `足商务〔2026〕${number}号`, documentDate: '2026-03-11' },
      },
    }),
  },
];

const ask = async (one: Case, options: CallOptions, headers: Record<string, string | undefined>): Promise<Reply> => {
  const version = options.params?.['id']?.startsWith('filing-')
    ? { 'If-Match': (await getFiling(registry.runtime, options.params['id'])).headers['ETag'] }
    : {};
  return call(one.handler(), one.contract, one.operation, {
    caller: clerk(),
    ...options,
    headers: { ...version, ...headers },
  });
};

type Place = readonly (string | number)[];

/** Every place of a JSON value below its root. */
const places = (value: unknown, path: Place = []): Place[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, child]) => [[...path, key], ...places(child, [...path, key])]);

const WRONG: readonly unknown[] = [
  '',
  '不是',
  -1,
  0,
  null,
  [],
  {},
  '2026-02-30',
  '91500111MA5U0000XX',
  true,
  99_999_999,
];

/** A copy with one place of it taken away or wrong. */
function spoilt(body: unknown, at: number, wrong: number): unknown {
  const copy = structuredClone(body);
  const all = places(copy);
  const place = all[at % all.length] ?? [];
  const parent = place.slice(0, -1).reduce<any>((node, key) => node[key], copy);
  const key = place.at(-1) ?? '';
  if (wrong % (WRONG.length + 1) === WRONG.length) delete parent[key];
  else parent[key] = WRONG[wrong % (WRONG.length + 1)];
  return copy;
}

const anyCase = fc.constantFrom(...CASES);
const faults = fc.array(fc.tuple(fc.nat(10_000), fc.nat(10_000)), { maxLength: 2 });

/** A request of an operation, with a fault or two, or none. */
function requestOf(one: Case, edits: readonly (readonly [number, number])[]): CallOptions {
  const options = one.options();
  return { ...options, body: edits.reduce<unknown>((so, [at, wrong]) => spoilt(so, at, wrong), options.body) };
}

/** A creating request would be refused without a key; a dry run creates nothing. */
const DRY = { Prefer: 'respond-async, Dry-Run', 'Idempotency-Key': undefined };

describe('a dry run', () => {
  it('writes nothing and draws no number, whatever is sent', async () => {
    // An amendment names the version that was read, and who reads leaves a trace, one for many looks.
    await getFiling(registry.runtime, entity['returned'] ?? '');
    const before = await kept();
    await fc.assert(
      fc.asyncProperty(anyCase, faults, async (one, edits) => {
        const dry = await ask(one, requestOf(one, edits), DRY);
        expect(dry).toMatchObject({ status: 200, headers: { 'Preference-Applied': 'dry-run' } });
      }),
      { numRuns: 60 },
    );
    expect(await kept()).toEqual(before);
  });

  it('tells what the request then tells', async () => {
    await fc.assert(
      fc.asyncProperty(anyCase, faults, async (one, edits) => {
        const request = requestOf(one, edits);
        const dry = await ask(one, request, DRY);
        const real = await ask(one, request, {});
        expect(dry.body.status, JSON.stringify([dry.body, real.body])).toBe(real.status);
        if (real.status >= 300) {
          const { code, detail, errors } = real.body;
          expect(dry.body).toEqual({ status: real.status, code, detail, findings: errors });
        } else if (one.contract !== filingApi || one.operation === 'fileGoods') {
          expect(dry.body.findings).toEqual(real.body.reviewFindings ?? real.body.findings ?? []);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('of a form tells what the reviewer will see of it', async () => {
    const { kind, entity: form } = tradeOperatorSample(903);
    const body = { kind, entity: { ...form, customsOffice: '9999' } };
    const one = { ...filing, operation: 'fileEntity', options: () => ({ body }) };
    const dry = await ask(one, { body }, DRY);
    const { findings } = (await getFiling(registry.runtime, await filed(registry.runtime, body))).body;
    expect(dry.body).toEqual({ status: 202, findings });
    expect(findings).toMatchObject([{ code: 'UNKNOWN_CUSTOMS_OFFICE', severity: 'REVIEW' }]);
  });

  it('finds what only the writing of it would: an identity that is taken', async () => {
    const body = merchantSample(11);
    const one = { ...filing, operation: 'fileEntity', options: () => ({ body }) };
    expect((await ask(one, { body }, DRY)).body).toMatchObject({
      status: 409,
      code: 'DUPLICATE',
      findings: [{ pointer: '/entity' }],
    });
  });

  it('of a request that may not be made is answered as the request is', async () => {
    const [one] = CASES;
    if (!one) throw new Error('no case');
    const options = { ...one.options(), headers: { Prefer: 'dry-run' } };
    const stranger = call(one.handler(), one.contract, one.operation, { ...options, caller: operator() });
    expect((await stranger).status).toBe(403);
    const amendment = { params: { id: 'entity-500103-01JDXKQ8Z3W5T7V9Y1A3C5E7G9' }, body: { entity: {} } };
    const elsewhere = await ask({ ...filing, operation: 'requestAmendment', options: () => ({}) }, amendment, {
      Prefer: 'dry-run',
    });
    expect(elsewhere.status).toBe(404);
    expect((await ask(one, { body: '{' }, { Prefer: 'dry-run' })).body.code).toBe('MALFORMED_JSON');
  });

  it('is refused where it is not offered: what was not to be done is not done', async () => {
    const id = await filed(registry.runtime, merchantSample(902));
    const withdraw = (headers: Record<string, string>) =>
      ask({ ...filing, operation: 'withdrawFiling', options: () => ({}) }, { params: { id } }, headers);
    expect(await withdraw({ Prefer: 'dry-run' })).toMatchObject({ status: 400, body: { code: 'BAD_PARAMETER' } });
    expect((await getFiling(registry.runtime, id)).body.status).toBe('PENDING_REVIEW');
    expect((await withdraw({ Prefer: 'wait=5' })).status).toBe(202);
  });

  it('is offered by whatever makes a record of a form', () => {
    // A paper, or a ZIP of them, is bytes, a batch has been judged by its preview, and a code is made or not.
    const others = ['registerDocument', 'commitBatch', 'addBundle', 'issueOneTimeCode'];
    const endpoints = Object.values<Contract>(contracts).flatMap((contract) => Object.entries(contract));
    const making = endpoints.filter(([, { idempotent, body }]) => idempotent && body);
    expect(making.filter(([, { dryRun }]) => !dryRun).map(([name]) => name)).toEqual(others);
  });
});
