import { beforeAll, describe, expect, it } from 'vitest';
import { merchantSample, samples } from '../../functions/filing/samples.ts';
import { agency, clerk, DAZU, merchant, operator, reviewer } from '../../kit/call.ts';
import { until } from '../../kit/until.ts';
import { registry } from './host.ts';

const parties = { broker: samples.customsBroker, one: merchantSample(1), other: merchantSample(2) };
const ids = new Map<string, string>();

/** Files and approves a party, and waits for its first score. */
async function file(key: string, submission: unknown): Promise<void> {
  const { body } = await registry.send(clerk(), 'POST', '/v1/filings', submission);
  const entityId = await until(`${key} to be approved`, async () => {
    await registry.decide(reviewer(), `/v1/filings/${body.id}/decision`, { decision: 'APPROVE' });
    return (await registry.send(clerk(), 'GET', `/v1/filings/${body.id}`)).body.entityId as string | undefined;
  });
  await until(
    `${key} to be scored`,
    async () => (await registry.send(clerk(), 'GET', `/v1/entities/${entityId}`)).body.grade,
  );
  ids.set(key, entityId);
}

const idOf = (key: keyof typeof parties): string => ids.get(key) ?? '';

beforeAll(async () => {
  await Promise.all(Object.entries(parties).map(async ([key, submission]) => file(key, submission)));
});

describe('a customs broker', () => {
  it('falls from B to D by a veto, objects, is found right, and its score returns without an operator', async () => {
    const brokerId = idOf('broker');
    const broker = { ...merchant(brokerId), role: 'agent' as const };
    const credit = async () => (await registry.send(broker, 'GET', `/v1/entities/${brokerId}/credit`)).body;
    const becomes = async (grade: string) =>
      until(`the broker to stand at ${grade}`, async () => {
        const { body } = await registry.send(clerk(), 'GET', `/v1/entities/${brokerId}`);
        return body.grade === grade || undefined;
      });
    await becomes('B');
    const before = await credit();

    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const recorded = await registry.send(agency(), 'POST', '/v1/credit-events', {
      entityId: brokerId,
      indicator: 'CUSTOMS_DISHONEST',
      occurredOn: today,
      source: { authority: '重庆海关', documentNumber: '渝关信〔2026〕1号', documentDate: today },
    });
    expect(recorded.status).toBe(202);
    const { id } = recorded.body;
    await becomes('D');
    const fallen = await credit();
    expect([fallen.score, fallen.grade, fallen.reasons[0].indicator]).toEqual([0, 'D', 'CUSTOMS_DISHONEST']);

    const reasons = ['该认定已被海关撤销，附撤销决定书'];
    const path = `/v1/credit-events/${id}/objection`;
    expect((await registry.send(broker, 'POST', path, { reasons })).status).toBe(202);
    // A veto is not suspended; and whoever recorded it does not decide, nor does the broker.
    const revoke = { decision: 'REVOKE', reasons: ['重庆海关已撤销该认定，记录与事实不符'] };
    expect((await registry.decide(broker, `${path}/decision`, revoke)).status).toBe(403);
    expect((await registry.decide(agency(), `${path}/decision`, revoke)).status).toBe(403);
    const { items } = (await registry.send(reviewer(), 'GET', '/v1/credit-events?status=DISPUTED')).body;
    expect(items).toMatchObject([{ id, objection: { reasons } }]);
    expect((await credit()).grade).toBe('D');

    expect((await registry.decide(reviewer(), `${path}/decision`, revoke)).status).toBe(202);
    await becomes('B');
    const after = await credit();
    expect([after.score, after.grade, after.contributions]).toEqual([before.score, 'B', before.contributions]);
    expect(after.history.slice(0, 2).map((past: { grade: string }) => past.grade)).toEqual(['B', 'D']);

    const letter = await until('the letter to be delivered', async () => {
      const { body } = await registry.send(broker, 'GET', `/v1/credit-events/${id}`);
      return body.objection.decision.letter as string | undefined;
    });
    expect(letter).toContain(revoke.reasons[0]);
    await until('the broker to be told', async () => {
      const { body: notices } = await registry.send(broker, 'GET', '/v1/notices');
      const titles = new Set(notices.items.map(({ title }: { title: string }) => title));
      const expected = ['信用等级由 B 变为 D', '信用等级由 D 变为 B', '异议已有决定'];
      return expected.every((title) => titles.has(title)) || undefined;
    });
    const page = await registry.send(broker, 'GET', `/v1/entities/${brokerId}/credit`, undefined, {
      Accept: 'text/html',
    });
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.body).toContain('不计入的记录');
    expect(page.body).toContain('渝关信〔2026〕1号');
    const shown = page.body.replace(/<style>.*<\/style>/s, '').replace(/<[^>]*>/g, '');
    expect(shown, 'a name of the data on a page for people').not.toMatch(/[a-z][A-Z]/);
  });
});

describe('bad input', () => {
  const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const fact = (entityId: string, more: Record<string, unknown> = {}) => ({
    entityId,
    indicator: 'COMPLAINT_UPHELD',
    occurredOn: today(),
    source: { authority: '大足区商务委', documentNumber: crypto.randomUUID(), documentDate: today() },
    ...more,
  });
  const post = async (body: unknown) => registry.send(clerk(), 'POST', '/v1/credit-events', body);

  it.each([
    ['an unknown indicator', { indicator: 'SPITTING' }, 'UNKNOWN_INDICATOR', '/indicator'],
    ['another kind’s indicator', { indicator: 'DECLARATION_AMENDED' }, 'INDICATOR_NOT_FOR_KIND', '/indicator'],
    ['a clean period', { indicator: 'CLEAN_TWELVE_MONTHS' }, 'INDICATOR_COMPUTED', '/indicator'],
    ['a day to come', { occurredOn: '2999-01-01' }, 'FUTURE_DATE', '/occurredOn'],
    ['a day before the filing', { occurredOn: '2020-01-01' }, 'BEFORE_FILING', '/occurredOn'],
    ['a day that does not exist', { occurredOn: '2026-02-30' }, 'FORMAT', '/occurredOn'],
    ['a veto as a minor fault', { indicator: 'SMUGGLING', severity: 'MINOR' }, 'SEVERITY_NOT_ALLOWED', '/severity'],
    ['a field nobody knows', { weight: 3 }, 'UNKNOWN_FIELD', ''],
  ])('%s is refused by name', async (_what, more, code, pointer) => {
    const reply = await post(fact(idOf('one'), more));
    expect(reply.status).toBe(422);
    expect(reply.body.errors).toMatchObject([{ code, pointer, message: expect.stringMatching(/\p{Script=Han}/u) }]);
  });

  it('a party that nobody filed is refused by name', async () => {
    const reply = await post(fact(`entity-${DAZU}-01JDXKQ8Z3W5T7V9Y1A3C5E7G9`));
    expect(reply.body.errors).toMatchObject([{ code: 'NOT_FILED' }]);
  });

  it('a document twice is one fact, also when both come at once', async () => {
    const body = fact(idOf('one'));
    const replies = await Promise.all([post(body), post(body), post(body)]);
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409, 409]);
    expect(replies.find(({ status }) => status === 409)?.body.code).toBe('DUPLICATE');
  });

  it('facts out of order and two at once all count', async () => {
    const otherId = idOf('other');
    const body = (indicator: string) => fact(otherId, { indicator });
    const before = (await registry.send(clerk(), 'GET', `/v1/entities/${otherId}/credit`)).body;
    expect(
      (await Promise.all([post(body('COMPLAINT_UPHELD')), post(body('FILING_CHANGE_UNREPORTED'))])).map(
        ({ status }) => status,
      ),
    ).toEqual([202, 202]);
    await until('both facts to count', async () => {
      const { body: credit } = await registry.send(clerk(), 'GET', `/v1/entities/${otherId}`);
      return credit.score === before.score - 5 || undefined;
    });
  });

  it('a card with gaps, overlaps or negative caps is refused by name', async () => {
    const { status: _status, ...card } = (await registry.send(operator(), 'GET', '/v1/scorecards/2026-1')).body;
    const [a, b, c, d] = card.grades;
    const reply = await registry.send(operator(), 'POST', '/v1/scorecards', {
      ...card,
      version: '2027-1',
      bonusCap: -1,
      grades: [a, { ...b, minimum: 95 }, c, { ...d, minimum: 10 }],
    });
    expect(reply.status).toBe(422);
    expect(
      reply.body.errors.map((error: { code: string; pointer: string }) => `${error.code} ${error.pointer}`),
    ).toEqual(expect.arrayContaining(['TOO_SMALL /bonusCap']));
    const bands = await registry.send(operator(), 'POST', '/v1/scorecards', {
      ...card,
      version: '2027-1',
      grades: [a, { ...b, minimum: 95 }, c, { ...d, minimum: 10 }],
    });
    expect(
      bands.body.errors.map((error: { code: string; pointer: string }) => `${error.code} ${error.pointer}`),
    ).toEqual(['GRADE_ORDER /grades/1/minimum', 'GRADE_GAP /grades/3']);
  });
});
