import { beforeAll, expect, it } from 'vitest';
import type { Made } from '../../../infra/local/story/story.ts';
import { clerk, merchant } from '../../kit/call.ts';
import { until } from '../../kit/until.ts';
import { registry, tell } from './host.ts';

/** What is held on a party, as the party is given it. */

let made: Made;
beforeAll(async () => {
  made = await tell();
});

type Part = { sections: { section: string; items: any[] }[]; audit: { recordId: string }[]; nextCursor: string | null };

it('gives a merchant of the sample chain everything, and the counter the same of it', async () => {
  const entityId = made.get('M1') ?? '';
  const self = merchant(entityId);
  const copyFor = async (caller: typeof self, body: object): Promise<Part> => {
    const asked = await registry.send(caller, 'POST', '/v1/personal-requests', { entityId, kind: 'COPY', ...body });
    expect(asked.status, JSON.stringify(asked.body)).toBe(201);
    const { status, body: part } = await registry.send(caller, 'GET', asked.body.copy);
    expect(status, JSON.stringify(part)).toBe(200);
    return part;
  };
  const own = await copyFor(self, {});
  const idsIn = ({ sections }: Part, name: string): string[] =>
    sections.find(({ section }) => section === name)?.items.map(({ id }) => id) ?? [];
  expect(own.nextCursor).toBeNull();
  for (const name of ['FILINGS', 'GOODS', 'AGREEMENTS', 'TRADES', 'NOTICES']) {
    expect([name, idsIn(own, name).length > 0]).toEqual([name, true]);
  }
  // Each trade whole, and who did what with it.
  const [trade] = own.sections.find(({ section }) => section === 'TRADES')?.items ?? [];
  expect(trade.lines.length).toBeGreaterThan(0);
  expect(own.audit.some(({ recordId }) => recordId === trade.id)).toBe(true);

  const counter = await copyFor(clerk(), { reason: '本人到窗口查询' });
  for (const name of ['PARTY', 'FILINGS', 'GOODS', 'AGREEMENTS', 'TRADES', 'CREDIT_FACTS']) {
    expect([name, idsIn(counter, name)]).toEqual([name, idsIn(own, name)]);
  }
  // And the party hears of what was asked in its name.
  await until('the notice of the copy', async () => {
    const { body } = await registry.send(self, 'GET', '/v1/notices');
    const answered = body.items.filter(({ kind }: { kind: string }) => kind === 'PERSONAL_REQUEST_ANSWERED');
    return answered.length >= 2 || undefined;
  });
});
