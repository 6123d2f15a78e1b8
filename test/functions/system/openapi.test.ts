import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PROBLEMS } from '../../../functions/shared/http/problem.ts';
import { concepts } from '../../../functions/shared/kernel/concepts.ts';
import { build } from '../../../functions/system/api.ts';
import { systemApi } from '../../../functions/system/contract.ts';
import { contracts } from '../../../functions/system/contracts.ts';
import { EXAMPLES } from '../../../functions/system/examples.ts';
import { namedSchemas } from '../../../functions/system/named-schemas.ts';
import { problemCodes } from '../../../functions/system/openapi.ts';
import { VERSION } from '../../../functions/system/version.ts';
import { routes } from '../../../infra/manifest.ts';
import { call } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';

const registry = useRegistry();
const read = async () => (await call(build(registry.runtime), systemApi, 'openapi')).body;

/** OpenAPI has no sign for a parameter of several segments. */
const pathOf = (path: string): string => path.replace('+}', '}');

describe('the OpenAPI document', () => {
  it('is 3.1 and names every route of the manifest, and no other', async () => {
    const document = await read();
    expect(document.openapi).toBe('3.1.0');
    const documented = Object.entries<object>(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(documented.toSorted()).toEqual(
      routes.map(({ endpoint }) => `${endpoint.method} ${pathOf(endpoint.path)}`).toSorted(),
    );
  });

  it('gives each operation its success, its roles and every problem code it can answer', async () => {
    const document = await read();
    for (const { endpoint } of routes) {
      const operation = document.paths[pathOf(endpoint.path)][endpoint.method.toLowerCase()];
      expect(operation.responses).toHaveProperty(String(endpoint.success.status));
      expect(operation.security).toHaveLength(endpoint.roles.length > 0 ? 1 : 0);
      for (const code of problemCodes(endpoint)) {
        const response = operation.responses[String(PROBLEMS[code][0])];
        expect(response.content['application/problem+json'].examples).toHaveProperty(code);
      }
    }
  });

  it('says where it is served, and of each operation in sentences for whom it is and under which conditions', async () => {
    const document = await read();
    expect(
      document.servers.map(({ url }: { url: string }) => new URL(url, 'https://a.example/prod/openapi.json').href),
    ).toEqual(['https://a.example/prod/']);
    for (const { endpoint } of routes) {
      const { description } = document.paths[pathOf(endpoint.path)][endpoint.method.toLowerCase()];
      for (const role of endpoint.roles) expect(description).toContain(role);
      expect(description.includes('If-Match')).toBe(endpoint.ifMatch !== undefined);
      expect(description.includes('dry-run')).toBe(endpoint.dryRun === true);
      expect(description).toMatch(/^(?:For|Needs) .*\.$/);
    }
  });

  it('knows operations by unique names', async () => {
    const document = await read();
    const names = Object.values<any>(document.paths).flatMap((item) =>
      Object.values<any>(item).map((one) => one.operationId),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it('resolves every reference it makes', async () => {
    const document = await read();
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(references.length).toBeGreaterThan(0);
    for (const path of references) {
      expect(
        path.split('/').reduce((node: any, key) => node?.[key], document),
        path,
      ).toBeDefined();
    }
  });

  it('enumerates the codes of short lists, and names the list of every field that has one', async () => {
    const document = JSON.stringify(await read());
    expect(document).toMatch(/"x-list":"container-types"[^}]*"enum":\["22G1","42G1","45G1","L5G1"\]/);
    expect(document).toMatch(/"x-list":"customs-credit-tiers"[^}]*"enum":\["ADVANCED_CERTIFIED","REGISTERED"/);
    expect(document).toMatch(/"x-list":"document-types.contentTypes"[^}]*"enum":\["image\/jpeg"/);
    for (const list of ['countries', 'units', 'hs-chapters', 'markets'])
      expect(document).toContain(`"x-list":"${list}"`);
  });

  it('lists every problem code', async () => {
    const document = await read();
    expect(document.components.schemas.Problem.properties.code.enum.toSorted()).toEqual(
      Object.keys(PROBLEMS).toSorted(),
    );
  });
});

describe('the contracts', () => {
  it('require a key of every POST that answers 201', () => {
    for (const { endpoint } of routes) {
      if (endpoint.method === 'POST' && endpoint.success.status === 201)
        expect(endpoint.idempotent, endpoint.path).toBe(true);
    }
  });

  it('ask a role of everything under /v1, and of nothing else', () => {
    for (const { endpoint } of routes)
      expect(endpoint.roles.length > 0, endpoint.path).toBe(endpoint.path.startsWith('/v1/'));
  });

  it('stand in the manifest, each', () => {
    expect(Object.values(contracts).flatMap((contract) => Object.values(contract))).toHaveLength(routes.length);
  });
});

it.each([
  ['ok', { outboxLagSeconds: 60, deadLetters: 0, failedExecutions: 0 }],
  ['degraded', { outboxLagSeconds: 60.1, deadLetters: 0, failedExecutions: 0 }],
  ['degraded', { outboxLagSeconds: 0, deadLetters: 1, failedExecutions: 0 }],
  ['degraded', { outboxLagSeconds: 0, deadLetters: 0, failedExecutions: 1 }],
])('calls a host %s of which %j is told', async (status, vitals) => {
  const reply = await call(build(registry.runtime, { vitals: () => vitals }), systemApi, 'health');
  expect(reply).toMatchObject({ status: 200, body: { status, version: VERSION, ...vitals } });
});

it('answers its health with the release', async () => {
  expect((await call(build(registry.runtime), systemApi, 'health')).body).toEqual({ status: 'ok', version: VERSION });
});

describe('the examples', () => {
  const bodies = Object.entries(contracts).flatMap(([capability, contract]) =>
    Object.entries(contract).flatMap(([name, { body }]) => (body ? [{ capability, name, body }] : [])),
  );

  it('are there for every body, and for nothing else', () => {
    const given = Object.entries(EXAMPLES).flatMap(([capability, ofIt]) =>
      Object.keys(ofIt).map((name) => `${capability} ${name}`),
    );
    expect(given.toSorted()).toEqual(bodies.map(({ capability, name }) => `${capability} ${name}`).toSorted());
  });

  it.each(bodies)('$name: is taken by its form', ({ capability, name, body }) => {
    expect(body.safeParse(EXAMPLES[capability]?.[name]).error).toBeUndefined();
  });

  /** Forms that are judged by another's schema. */
  it.each(['reviseFiling', 'requestAmendment'])('%s: holds the form of a merchant', (name) => {
    const { entity } = z.object({ entity: z.unknown() }).parse(EXAMPLES['filing']?.[name]);
    const filed = contracts['filing']?.['fileEntity']?.body?.safeParse({ kind: 'merchant', entity });
    expect(filed?.error).toBeUndefined();
  });

  it('stand in the document', async () => {
    const { paths } = await read();
    const { example } = paths['/v1/trades'].post.requestBody.content['application/json'];
    expect(example).toEqual(EXAMPLES['trade']?.['registerTrade']);
  });
});

type Node = Record<string, any>;

/** Every object and list of a document, with its path. */
const nodesOf = (node: unknown, path: string): [string, Node][] =>
  typeof node !== 'object' || node === null
    ? []
    : [[path, node], ...Object.entries(node).flatMap(([key, child]) => nodesOf(child, `${path}/${key}`))];

describe('the named schemas', () => {
  const referredTo = (node: unknown): string[] =>
    nodesOf(node, '').flatMap(([, { $ref }]) => (typeof $ref === 'string' ? [$ref] : []));

  it('are all referred to, and nothing else is', async () => {
    const document = await read();
    const names = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect([...new Set(referredTo(document))].toSorted()).toEqual(names.toSorted());
  });

  it('say of a thing the same, whether it is sent or answered', async () => {
    const { components } = await read();
    expect(Object.keys(components.schemas).filter((name) => name.endsWith('Output'))).toEqual([]);
  });

  it('are what the field speaks of', async () => {
    const { paths, components } = await read();
    for (const name of ['Entity', 'Filing', 'Goods', 'Trade', 'Consolidation', 'Container', 'CreditEvent', 'Finding'])
      expect(components.schemas[name].properties, name).toBeDefined();
    expect(paths['/v1/trades'].post.requestBody.content['application/json'].schema).toEqual({
      $ref: '#/components/schemas/TradeRequest',
    });
    expect(components.schemas.Submission.discriminator.mapping.merchant).toBe(
      '#/components/schemas/MerchantSubmission',
    );
  });

  /** Fields of an object from which on it has a name where it stands more than once. */
  const MANY = 6;

  it('are as many as there are larger objects that stand more than once', async () => {
    const { paths, components } = await read();
    const places = Map.groupBy(
      nodesOf({ paths, components }, '#').filter(([, { properties }]) => Object.keys(properties ?? {}).length >= MANY),
      ([, { title: _title, description: _description, ...shape }]) => JSON.stringify(shape),
    );
    const unnamed = [...places.values()].flatMap((same) => (same.length > 1 ? [same.map(([path]) => path)] : []));
    expect(unnamed, 'give it a name by `concepts` where it is declared').toEqual([]);
  });

  it('leave the schemas as they were: forms that are made of them are written out', async () => {
    await read();
    expect(
      JSON.stringify(z.toJSONSchema(contracts['trade']?.['registerTrade']?.body ?? z.never(), { io: 'input' })),
    ).not.toContain('$ref');
  });

  it('have a name of their own', () => {
    const [one, other] = [z.object({}), z.object({})];
    concepts({ Thing: one });
    concepts({ Thing: other });
    expect(() => namedSchemas({}, z.object({ one, other }))).toThrow('two schemas are named Thing');
  });
});

describe('what a person reads', () => {
  const schemas = async (): Promise<[string, Node][]> => {
    const { paths, components } = await read();
    // An example shows a body or a code of a problem, and is no schema.
    return nodesOf({ paths, components }, '#').filter(([path]) => !/\/examples?(?:\/|$)/.test(path));
  };

  it('is said in Chinese of every value of every enumeration', async () => {
    const enumerations = (await schemas()).filter(
      // The rows of a list have their names (`GET /v1/reference/{list}`).
      ([, node]) => node['x-list'] === undefined && (Array.isArray(node['enum']) || typeof node['const'] === 'string'),
    );
    expect(enumerations.length).toBeGreaterThan(150);
    for (const [path, node] of enumerations) {
      const values: unknown[] = node['enum'] ?? [node['const']];
      const names: Record<string, string> = node['x-enum-names'] ?? {};
      expect(Object.keys(names).toSorted(), `${path} ${values.join('|')}`).toEqual(values.map(String).toSorted());
      for (const name of Object.values(names)) {
        expect(name, path).toMatch(/\p{Script=Han}/u);
        // «UTF-8» and «If-Match» are what they are called; a word of English is none.
        expect(name.replaceAll(/JSON|Idempotency-Key|If-Match|Expect/g, ''), path).not.toMatch(/[A-Za-z]{2,}/);
      }
    }
  });

  /** Properties of answers and named schemas without a title, as they were counted last: it may only fall. */
  const UNTITLED = 1012;

  it('has a title in ever more answers', async () => {
    const untitled = (await schemas()).filter(
      ([path, node]) => /\/(?:responses|components)\/.*\/properties\/[^/]+$/.test(path) && node['title'] === undefined,
    );
    expect(untitled.length, 'give a new field of an answer its title').toBeLessThanOrEqual(UNTITLED);
  });
});
