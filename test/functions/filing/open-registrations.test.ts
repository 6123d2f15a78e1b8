import { describe, expect, it } from 'vitest';
import { FilingStatus } from '../../../functions/events/filing.ts';
import { isOpen, openLimitOf } from '../../../functions/filing/domain/open-registrations.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { identifier } from '../../../functions/shared/kernel/identifier.ts';
import limits from '../../../seeds/reference/filing-limits.json' with { type: 'json' };
import { clerk, DAZU, merchant } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { api, decide, runStep, toReview } from './kit.ts';
import { merchantSample } from './samples.ts';

const registry = useRegistry();
const stranger = { sub: 'new-merchant', role: 'merchant', districtId: DAZU } as const;
const filer = merchant(identifier('entity', DAZU, '01JDXKQ8Z3W5T7V9Y1A3C5E7G9'));
const MOST = openLimitOf(stranger)?.most ?? 0;

let n = 0;
const file = (caller: Caller, headers = {}) => {
  n += 1;
  return api(registry.runtime, 'fileEntity', { caller, body: merchantSample(n), headers });
};
const refusal = { status: 422, body: { errors: [{ code: 'OPEN_REGISTRATIONS' }] } };

describe('registrations that nobody has decided', () => {
  it('are bounded for a filer, however many it sends at once, and nothing is kept of what is refused', async () => {
    const replies = await Promise.all(Array.from({ length: MOST + 3 }, () => file(stranger)));
    const taken = replies.filter(({ status }) => status === 202);
    // The same counter at once is a conflict that the client repeats.
    for (const { status } of replies) expect([202, 409, 422]).toContain(status);
    for (let more = taken.length; more < MOST; more += 1) expect((await file(stranger)).status).toBe(202);
    const refused = await file(stranger);
    expect(refused).toMatchObject(refusal);
    expect(refused.body.errors[0].message).toContain(`${MOST} 件`);
    const again = { ...clerk(), sub: 'another' };
    expect((await api(registry.runtime, 'fileEntity', { caller: again, body: merchantSample(n) })).status).toBe(202);
  });

  it('make room for another with each that ends, once, whatever its end', async () => {
    const caller = { ...stranger, sub: 'second' };
    const ids: string[] = [];
    for (let one = 0; one < MOST; one += 1) ids.push((await file(caller)).body.id);
    const [withdrawn = '', rejected = '', approved = ''] = ids;
    for (const id of ids) await toReview(registry.runtime, id, 1);
    expect(await file(caller)).toMatchObject(refusal);

    const withdrawal = { caller: clerk(), params: { id: withdrawn } };
    expect((await api(registry.runtime, 'withdrawFiling', withdrawal)).status).toBe(202);
    expect(await file(caller)).toMatchObject(refusal);
    for (const again of [1, 2]) {
      await runStep(registry.runtime, 'WithdrawFiling', { filingId: withdrawn, revision: 1 });
      const reply = await file(caller);
      expect([again, reply.status]).toEqual([again, again === 1 ? 202 : 422]);
    }
    await decide(registry.runtime, rejected, { decision: 'REJECT', reasons: ['不符'] });
    await runStep(registry.runtime, 'RejectFiling', { filingId: rejected, revision: 1 });
    expect((await file(caller)).status).toBe(202);
    await decide(registry.runtime, approved, { decision: 'APPROVE', reasons: [] });
    await runStep(registry.runtime, 'ApproveFiling', { filingId: approved, revision: 1 });
    expect((await file(caller)).status).toBe(202);
    expect(await file(caller)).toMatchObject(refusal);
  });

  it('stay open while they are returned, and are not counted twice when they are answered', async () => {
    const caller = { ...stranger, sub: 'third' };
    const { id } = (await file(caller)).body;
    const number = n;
    await toReview(registry.runtime, id, 1);
    await decide(registry.runtime, id, { decision: 'RETURN', reasons: ['请补正'] });
    await runStep(registry.runtime, 'ReturnFiling', { filingId: id, revision: 1 });
    for (let one = 1; one < MOST; one += 1) expect((await file(caller)).status).toBe(202);
    expect(await file(caller)).toMatchObject(refusal);
    const { headers } = await api(registry.runtime, 'getFiling', { caller: clerk(), params: { id } });
    const answer = { entity: merchantSample(number).entity };
    const ifMatch = { 'If-Match': headers['ETag'] ?? '' };
    const revised = await api(registry.runtime, 'reviseFiling', {
      caller: clerk(),
      params: { id },
      body: answer,
      headers: ifMatch,
    });
    expect(revised.status).toBe(202);
    expect(await file(caller)).toMatchObject(refusal);
  });

  it('are counted for the entity that files, not for who signs for it; the centre’s clerks have no limit', async () => {
    expect(openLimitOf({ ...filer, sub: 'one' })).toEqual(openLimitOf({ ...filer, sub: 'two' }));
    expect(openLimitOf(clerk())).toBeUndefined();
    for (let one = 0; one < 30; one += 1) expect((await file(clerk())).status).toBe(202);
  });

  it('end with every status that leaves nothing to happen', () => {
    expect(FilingStatus.options.filter((status) => !isOpen({ status }))).toEqual([
      'APPROVED',
      'REJECTED',
      'WITHDRAWN',
      'LAPSED',
    ]);
    for (const { most } of limits.openRegistrations) expect(most).toBeGreaterThan(0);
  });
});
