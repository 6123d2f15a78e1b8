import { describe, expect, it } from 'vitest';
import { clerk, reviewer } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { api, decide, filed, getFiling, runStep, toReview } from './kit.ts';
import { merchantSample } from './samples.ts';

const registry = useRegistry();

const decideAt = (id: string, etag: string | undefined, decision = 'APPROVE', caller = reviewer()) =>
  api(registry.runtime, 'decideFiling', {
    caller,
    params: { id },
    body: { decision, reasons: ['材料齐全'] },
    headers: { 'If-Match': etag },
  });

/** A filing that a reviewer has open while it is returned and answered: its identifier, and the version on the screen. */
async function answeredMeanwhile(n: number): Promise<{ id: string; seen: string }> {
  const id = await filed(registry.runtime, merchantSample(n));
  const { body } = await api(registry.runtime, 'listFilings', { caller: reviewer(), query: { limit: '200' } });
  const seen: string = body.items.find((item: { id: string }) => item.id === id).etag;
  expect((await getFiling(registry.runtime, id)).headers['ETag']).toBe(seen);
  await decide(registry.runtime, id, { decision: 'RETURN', reasons: ['缺执照'] });
  await runStep(registry.runtime, 'ReturnFiling', { filingId: id, revision: 1 });
  const { headers } = await getFiling(registry.runtime, id);
  const answer = await api(registry.runtime, 'reviseFiling', {
    caller: clerk(),
    params: { id },
    body: { entity: merchantSample(n).entity },
    headers: { 'If-Match': headers['ETag'] },
  });
  expect(answer.status).toBe(202);
  await toReview(registry.runtime, id, 2);
  return { id, seen };
}

describe('a reviewer decides what was read', () => {
  it('and nothing else: a revision that came meanwhile is not approved unseen, and the reviewer is told of it', async () => {
    const { id, seen } = await answeredMeanwhile(1);
    const stale = await decideAt(id, seen);
    expect(stale).toMatchObject({ status: 412, body: { code: 'PRECONDITION_FAILED' } });
    expect(stale.body.detail).toMatch(/已有变化：现为第 2 次提交，状态“待审核”/);
    expect((await getFiling(registry.runtime, id)).body).toMatchObject({ status: 'PENDING_REVIEW', revision: 2 });
    expect((await decide(registry.runtime, id, { decision: 'APPROVE', reasons: [] })).status).toBe(202);
  });

  it('and says which version that was', async () => {
    const id = await filed(registry.runtime, merchantSample(2));
    expect(await decideAt(id, undefined)).toMatchObject({ status: 428, body: { code: 'PRECONDITION_REQUIRED' } });
  });

  it('the slower of two is told what the other decided', async () => {
    const id = await filed(registry.runtime, merchantSample(3));
    const { etag } = (await getFiling(registry.runtime, id, reviewer())).body;
    const [one, two] = [reviewer('500111', 'one'), reviewer('500111', 'two')];
    const replies = await Promise.all([decideAt(id, etag, 'APPROVE', one), decideAt(id, etag, 'REJECT', two)]);
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 412]);
    const { body } = replies.find(({ status }) => status === 412) ?? { body: {} };
    expect(body.detail).toMatch(/最近的决定为“(准予|不予)”/);
  });
});

describe('a filer withdraws', () => {
  const withdraw = (id: string, etag?: string) =>
    api(registry.runtime, 'withdrawFiling', { caller: clerk(), params: { id }, headers: { 'If-Match': etag } });

  it('whatever it has become, or only what was read', async () => {
    const { id, seen } = await answeredMeanwhile(4);
    expect((await withdraw(id, seen)).status).toBe(412);
    expect((await withdraw(id)).status).toBe(202);
  });
});
