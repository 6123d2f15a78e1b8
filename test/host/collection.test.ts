import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contracts } from '../../functions/system/contracts.ts';
import { EXAMPLES } from '../../functions/system/examples.ts';
import { seeds } from '../../infra/local/story/seeds.ts';
import { DISTRICT } from '../../infra/local/story/story.ts';
import { tokenOf, useHost } from '../kit/host.ts';
import { type Answers, filledIn, type NamedRequest, parseHttpFile } from '../kit/http-file.ts';
import { until } from '../kit/until.ts';

/** `docs/registry.http` sent as whoever opens it would, so that it is never false. */

const registry = useHost();

const file = parseHttpFile(readFileSync(new URL('../../docs/registry.http', import.meta.url), 'utf8'));

/** Sends a request until its answer is what it is sent again for, and no refusal that passes. */
async function sent(
  request: NamedRequest,
  variables: Readonly<Record<string, string>>,
  answers: Answers,
): Promise<any> {
  const fill = (text: string) => filledIn(text, variables, answers);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, fill(value)]));
  const body = request.body === undefined ? {} : { body: fill(request.body) };
  return until(request.title, async () => {
    const answer = await fetch(fill(request.url), { method: request.method, headers, ...body });
    const told: any = await answer.json();
    if (answer.ok)
      return !request.until || String(told[request.until.field]) === request.until.value ? told : undefined;
    if (told.transient !== true)
      throw new Error(`${request.title} was answered ${answer.status} ${JSON.stringify(told)}`);
    return undefined;
  });
}

async function sendAll(): Promise<Answers> {
  const variables = {
    ...file.variables,
    host: registry.host.url,
    clerk: await tokenOf(registry.host, 'clerk', DISTRICT),
    reviewer: await tokenOf(registry.host, 'reviewer', DISTRICT),
  };
  const answers = new Map<string, any>();
  for (const request of file.requests) answers.set(request.name, await sent(request, variables, answers));
  return answers;
}

describe('the collection of requests', () => {
  it('has variables for the host and the tokens of two people, and a name for each request', () => {
    expect(Object.keys(file.variables)).toEqual(['host', 'clerk', 'reviewer']);
    expect(new Set(file.requests.map(({ name }) => name)).size).toBe(file.requests.length);
  });

  it('goes from filing to a sealed container and a score', async () => {
    const answers: ReadonlyMap<string, any> = await sendAll();
    expect(answers.get('merchantApproved')).toMatchObject({ status: 'APPROVED', filingNumber: expect.any(String) });
    expect(answers.get('tradeJudged')).toMatchObject({ status: 201, findings: [] });
    expect(answers.get('plan')).toMatchObject({ containers: [{ no: 1, type: '22G1' }], unplaced: [] });
    expect(answers.get('packed').containers).toMatchObject([{ containerNumber: 'ZZZU0390011' }]);
    expect(answers.get('credit').grade).toMatch(/^[A-D]$/);
  });

  it('files nobody and nothing that the sample chain has, beside which it may stand', () => {
    const identities = file.requests.flatMap(({ body = '' }) =>
      [
        ...body.matchAll(
          /"(?:unifiedSocialCreditCode|idNumber|phone|certificateNumber|customsCode|agreementNumber|voucher|containerNumber|sealNumber|documentNumber)": "([^"]+)"/g,
        ),
      ].map(([, value = '']) => value),
    );
    expect(identities.length).toBeGreaterThan(12);
    const chain = ['filings', 'agreements', 'trades', 'confirmation', 'credit-events']
      .map(seeds)
      .map((one) => JSON.stringify(one));
    expect(identities.filter((value) => chain.some((one) => one.includes(`"${value}"`)))).toEqual([]);
  });

  /** A text without what differs from one registry to another and from day to day. */
  const bare = (text: string): unknown =>
    JSON.parse(
      text
        .replaceAll(/[a-z]+-\d{6}-[0-9A-Z]{26}|\{\{\w+\.response.*?\}\}/g, '<id>')
        .replaceAll(/\d{4}-\d\d-\d\d|\{\{\$datetime.*?\}\}/g, '<day>'),
    );

  it('sends what the document gives as examples', () => {
    const told = Object.entries(contracts).flatMap(([capability, contract]) =>
      Object.entries(contract).map(([name, { method, path }]) => ({
        call: `${method} {{host}}${path}`,
        example: EXAMPLES[capability]?.[name],
      })),
    );
    const same = file.requests.filter(({ method, url, body }) => {
      const call = `${method} ${url.replaceAll(/\{\{\w+\.response.*?\}\}/g, '{id}')}`;
      const example = told.find((one) => one.call === call)?.example;
      return (
        example !== undefined && JSON.stringify(bare(body ?? '')) === JSON.stringify(bare(JSON.stringify(example)))
      );
    });
    expect(same.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'merchant',
        'merchantDecision',
        'goods',
        'agreement',
        'trade',
        'consolidation',
        'confirmation',
        'creditEvent',
      ]),
    );
  });
});
