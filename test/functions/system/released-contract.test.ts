import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contracts } from '../../../functions/system/contracts.ts';
import { openApi } from '../../../functions/system/openapi.ts';
import { VERSION } from '../../../functions/system/version.ts';
import { type Break, openApiBreaks } from '../../kit/openapi-breaks.ts';

/** The document of the last release, as `test/data/README.md` says how to keep the next. */
const RELEASED = JSON.parse(
  gunzipSync(readFileSync(new URL('../../data/openapi-0.1.0.json.gz', import.meta.url))).toString('utf8'),
);

/** Breaks that were decided, each with its record in `docs/decisions/`, which names the break as it stands here. */
const DECIDED: Readonly<Record<Break, `${string}.md`>> = Object.fromEntries(
  [
    'filings/{id}/decision',
    'filings/{id}/sample-review',
    'trades/{id}/review',
    'credit-events/{id}/objection/decision',
    'credit-events/{id}/repair/decision',
  ].map((path) => [
    `POST /v1/${path} header If-Match: is required`,
    '0034-a-decision-names-the-version-it-decides.md' as const,
  ]),
);

const present = openApi(contracts, VERSION) as unknown as Record<string, any>;

describe('the contract of the last release', () => {
  it('is kept: only additions pass', () => {
    const undecided = openApiBreaks(RELEASED, present).filter((one) => !(one in DECIDED));
    const help =
      'Clients of the last release rely on it. Add instead, or decide the break in docs/decisions/ and list it here';
    expect(undecided, help).toEqual([]);
  });

  it('is broken only where a decision says so, and each that is listed is one', () => {
    const breaks = openApiBreaks(RELEASED, present);
    for (const [decided, file] of Object.entries(DECIDED)) {
      expect(breaks).toContain(decided);
      const record = new URL(`../../../docs/decisions/${file}`, import.meta.url);
      expect(existsSync(record) && readFileSync(record, 'utf8'), file).toContain(decided);
    }
  });
});

/** A copy of a document in which one place was changed. */
function changed(path: readonly (string | number)[], change: (parent: any, key: string | number) => void): any {
  const copy = structuredClone(RELEASED);
  const parent = path.slice(0, -1).reduce((node, key) => node[key], copy);
  change(parent, path.at(-1) ?? '');
  return copy;
}

const FACT = ['paths', '/v1/credit-events', 'post'] as const;
const ASKED = [...FACT, 'requestBody', 'content', 'application/json', 'schema'] as const;
const ANSWERED = [...FACT, 'responses', '202', 'content', 'application/json', 'schema'] as const;
const set = (value: unknown) => (parent: any, key: string | number) => {
  parent[key] = value;
};
const remove = (parent: any, key: string | number) => {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
};

describe('the comparison', () => {
  it.each([
    ['a route that is gone', ['paths', '/v1/credit-events', 'post'], remove, 'POST /v1/credit-events: is gone'],
    ['another name of an operation', [...FACT, 'operationId'], set('other'), 'operationId has changed'],
    ['a role fewer', [...FACT, 'x-roles', 0], remove, 'clerk may no longer call'],
    ['a token where none was needed', ['paths', '/health', 'get', 'security'], set([{ bearer: [] }]), 'needs a token'],
    ['a field of a request that is gone', [...ASKED, 'properties', 'evidence'], remove, 'body.evidence: is gone'],
    ['a field of an answer that is gone', [...ANSWERED, 'properties', 'status'], remove, '202.status: is gone'],
    ['a further required field', [...ASKED, 'required', 4], set('evidence'), 'body.evidence: is required'],
    ['a field that may be absent', [...ANSWERED, 'required', 1], remove, '202.status: may be absent'],
    ['a value that is gone', [...ASKED, 'properties', 'severity', 'enum', 0], remove, '"MINOR" is gone'],
    ['a shorter text', [...ASKED, 'properties', 'evidence', 'maxLength'], set(999), 'maxLength is 999, not 1000'],
    ['a limit that was not there', [...ASKED, 'properties', 'entityId', 'maxLength'], set(10), 'maxLength is 10'],
    ['another type', [...ANSWERED, 'properties', 'id', 'type'], set('integer'), 'is of type integer, not string'],
    [
      'a field that may be null',
      [...ANSWERED, 'properties', 'id'],
      set({ anyOf: [{ type: 'string' }, { type: 'null' }] }),
      'may be something else',
    ],
    ['another pattern', [...ASKED, 'properties', 'occurredOn', 'pattern'], set('x'), 'pattern has changed'],
    [
      'a header that is required',
      ['paths', '/health', 'get', 'parameters'],
      set([{ in: 'header', name: 'X', required: true, schema: {} }]),
      'header X: is required',
    ],
    ['another status of the answer', [...FACT, 'responses', '202'], remove, '202: is gone'],
  ] as [string, (string | number)[], (parent: any, key: string | number) => void, string][])(
    'finds %s',
    (_what, path, change, told) => {
      expect(openApiBreaks(RELEASED, changed(path, change)).join('\n')).toContain(told);
    },
  );

  it.each([
    ['a route', ['paths', '/v1/other'], set({ get: { operationId: 'other', responses: {}, security: [] } })],
    ['a role', [...FACT, 'x-roles', 4], set('market')],
    ['a field of an answer', [...ANSWERED, 'properties', 'other'], set({ type: 'string' })],
    ['an optional field of a request', [...ASKED, 'properties', 'other'], set({ type: 'string' })],
    ['a value', [...ASKED, 'properties', 'severity', 'enum', 3], set('OTHER')],
    ['a longer text', [...ASKED, 'properties', 'evidence', 'maxLength'], set(2000)],
    ['a field that need not be sent', [...ASKED, 'required', 0], remove],
    [
      'a request that may be null',
      [...ASKED, 'properties', 'evidence'],
      set({ anyOf: [{ type: 'null' }, { type: 'string' }] }),
    ],
    ['another description', [...FACT, 'summary'], set('other')],
  ] as [string, (string | number)[], (parent: any, key: string | number) => void][])(
    'lets %s pass',
    (_what, path, change) => {
      expect(openApiBreaks(RELEASED, changed(path, change))).toEqual([]);
    },
  );

  it('finds any property that is taken away, anywhere', () => {
    const places: (string | number)[][] = [];
    const collect = (node: any, path: (string | number)[]): void => {
      if (typeof node !== 'object' || node === null) return;
      const schema = path.at(-1) === 'properties' && path.includes('schema');
      for (const [key, child] of Object.entries(node)) {
        if (schema) places.push([...path, key]);
        collect(child, [...path, key]);
      }
    };
    collect(RELEASED.paths, ['paths']);
    fc.assert(
      fc.property(fc.constantFrom(...places), (place) => {
        expect(openApiBreaks(RELEASED, changed(place, remove)).length, place.join('/')).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });

  /** The release with a request's schema under a name. */
  const underName = (beside: object = {}): any => {
    const copy = structuredClone(RELEASED);
    const content = copy.paths['/v1/credit-events'].post.requestBody.content['application/json'];
    copy.components.schemas.CreditEventRequest = content.schema;
    content.schema = { $ref: '#/components/schemas/CreditEventRequest', ...beside };
    return copy;
  };

  it('takes a schema under a name for what it is, and finds a break in it', () => {
    const now = underName({ title: '信用信息' });
    expect(openApiBreaks(RELEASED, now)).toEqual([]);
    delete now.components.schemas.CreditEventRequest.properties.evidence;
    expect(openApiBreaks(RELEASED, now)).toEqual(['POST /v1/credit-events body.evidence: is gone']);
    expect(openApiBreaks(underName(), now)).toEqual(['POST /v1/credit-events body.evidence: is gone']);
  });

  it('does not pass over what is asked beside a name and behind it', () => {
    const twice = underName({ required: ['other'] });
    expect(() => openApiBreaks(RELEASED, twice)).toThrow('does not know required beside');
  });

  it('does not pass over a keyword that it does not know', () => {
    const odd = changed([...ASKED, 'properties', 'evidence', 'dependentRequired'], set({}));
    expect(() => openApiBreaks(RELEASED, odd)).toThrow('dependentRequired');
  });
});

it('says of everything deprecated until when it is there', () => {
  const dateless: string[] = [];
  const look = (node: any, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    if (node.deprecated === true && !/^\d{4}-\d\d-\d\d$/.test(node['x-sunset'] ?? '')) dateless.push(path);
    for (const [key, child] of Object.entries(node)) look(child, `${path}/${key}`);
  };
  look(present, '#');
  expect(dateless).toEqual([]);
});
