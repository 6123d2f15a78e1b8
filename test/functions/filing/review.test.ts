import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Grade } from '../../../functions/events/credit.ts';
import { answerBy, isSampled, reviewOf, worstGrade } from '../../../functions/filing/domain/review.ts';
import { review as reviewFinding } from '../../../functions/shared/kernel/finding.ts';
import { noticeDue } from '../../../functions/shared/kernel/human-task.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { asRead, clerk, DAZU, reviewer } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { api, approve, approved, ask, asked, DECREE, decide, filed, getFiling, graded, runStep } from './kit.ts';
import { merchantSample, samples, tradeOperatorSample, usccOf } from './samples.ts';

const NOW = '2026-03-17T01:30:00.000Z';
const registry = useRegistry(NOW);
beforeEach(() => registry.setClock(NOW));

const lists = shippedOn('2026-03-17');
const runtime = () => registry.runtime;
const amendment = (n: number, businessScope = '零售') => ({ entity: { ...merchantSample(n).entity, businessScope } });
const second = reviewer(DAZU, 'reviewer-two');

const ofGrade = async (n: number, grade: Grade): Promise<string> => {
  const id = await approved(runtime(), merchantSample(n));
  await graded(runtime(), id, grade);
  return id;
};

describe('the terms', () => {
  it.each([
    ['a Tuesday', '2026-03-17T01:30:00Z', '2026-03-20'],
    ['late on a Thursday in China', '2026-03-19T15:59:59Z', '2026-03-24'],
    ['a Friday before Qingming (4–6 April)', '2026-04-03T01:00:00Z', '2026-04-09'],
    ['before National Day, over the working Saturday', '2026-09-30T01:00:00Z', '2026-10-10'],
    ['before the Spring Festival, over the working Saturday', '2026-02-13T01:00:00Z', '2026-02-25'],
  ])('of review, of a filing submitted on %s', (_what, submittedAt, dueOn) => {
    expect(reviewOf({ change: undefined, submittedAt }, 'B', [], lists).dueOn).toBe(dueOn);
  });

  it('of an answer ends with the tenth working day', () => {
    expect(answerBy('2026-03-17T01:30:00Z', lists.filingTerms)).toBe('2026-03-31T16:00:00.000Z');
    expect(answerBy('2026-09-29T01:30:00Z', lists.filingTerms)).toBe('2026-10-19T16:00:00.000Z');
  });

  it('say each thing once: the reminder on the last day, the escalation past it', () => {
    const review = { grade: 'B', reviewers: 1, dueOn: '2026-03-20' };
    expect(noticeDue(review, '2026-03-19')).toBeUndefined();
    expect(noticeDue(review, '2026-03-20')).toBe('REMINDED');
    expect(noticeDue({ ...review, notice: 'REMINDED' }, '2026-03-20')).toBeUndefined();
    expect(noticeDue({ ...review, notice: 'REMINDED' }, '2026-03-21')).toBe('ESCALATED');
    expect(noticeDue(review, '2026-03-25')).toBe('ESCALATED');
    expect(noticeDue({ ...review, notice: 'ESCALATED' }, '2026-03-25')).toBeUndefined();
  });
});

describe('the grade', () => {
  const reviewers = (grade: string, doubtful = false): number =>
    reviewOf({ change: undefined, submittedAt: NOW }, grade, doubtful ? [reviewFinding('X', '', '请核实')] : [], lists)
      .reviewers;

  it('asks for as many reviewers as it is worth, and never for fewer where a rule wants a human', () => {
    expect(['A', 'B', 'C', 'D'].map((grade) => reviewers(grade))).toEqual([0, 1, 2, 2]);
    expect(['A', 'B', 'C', 'D'].map((grade) => reviewers(grade, true))).toEqual([1, 1, 2, 2]);
  });

  it('is the worst of one organisation’s, and B for a new one', () => {
    expect(worstGrade([])).toBe('B');
    expect(worstGrade(['A', 'C', 'B'])).toBe('C');
    expect(worstGrade(['A'])).toBe('A');
  });
});

describe('the sample', () => {
  const ULID = fc.stringMatching(/^01[0-9A-HJKMNP-TV-Z]{24}$/);

  it('is drawn by the identifier alone, of grade A only', () => {
    fc.assert(
      fc.property(ULID, (ulid) => {
        const id = `filing-${DAZU}-${ulid}`;
        expect(isSampled(id, 'A', lists)).toBe(isSampled(id, 'A', lists));
        expect(isSampled(id, 'B', lists)).toBe(false);
      }),
    );
  });

  it('is 5 in 100', () => {
    const drawn = fc.sample(ULID, 20_000).filter((ulid) => isSampled(`filing-${DAZU}-${ulid}`, 'A', lists)).length;
    expect(drawn / 20_000).toBeGreaterThan(0.044);
    expect(drawn / 20_000).toBeLessThan(0.056);
  });
});

describe('a filing of grade A', () => {
  it('is approved without a reviewer, and says why', async () => {
    const id = await ofGrade(1, 'A');
    const filing = await asked(runtime(), 'requestAmendment', id, amendment(1));
    expect((await getFiling(runtime(), filing)).body).toMatchObject({
      status: 'APPROVED',
      review: { grade: 'A', reviewers: 0 },
      decisions: [{ decision: 'APPROVE', by: 'system', reasons: [expect.stringContaining('信用等级 A')] }],
    });
  });

  it('waits for one where a rule wants a human', async () => {
    const id = await ofGrade(2, 'A');
    const stallLease = { from: '2024-01-01', to: '2026-04-01' };
    const filing = await asked(runtime(), 'requestAmendment', id, {
      entity: { ...merchantSample(2).entity, stallLease },
    });
    expect((await getFiling(runtime(), filing)).body).toMatchObject({
      status: 'PENDING_REVIEW',
      review: { reviewers: 1 },
    });
  });

  it('may be drawn: then a reviewer looks at it afterwards, once', async () => {
    const id = await ofGrade(3, 'A');
    let drawn = '';
    for (let n = 0; drawn === '' && n < 300; n += 1) {
      const reply = await ask(runtime(), 'requestAmendment', id, amendment(3, `零售${n}`));
      if (isSampled(reply.body.id, 'A', lists)) drawn = reply.body.id;
      await runStep(runtime(), 'ScreenRisks', { filingId: reply.body.id, revision: 1 });
      await runStep(runtime(), 'ApproveFiling', { filingId: reply.body.id, revision: 1 });
    }
    const queue = async (): Promise<string[]> => {
      const { body } = await api(runtime(), 'listFilings', { caller: reviewer(), query: { queue: 'SAMPLE' } });
      return body.items.map((item: { id: string }) => item.id);
    };
    // Others of this file may have been drawn too: whether a filing is, its identifier says.
    expect((await queue()).filter((queued) => queued === drawn)).toHaveLength(1);
    const look = async (body: unknown, caller = reviewer()) => {
      const headers = await asRead(getFiling(runtime(), drawn));
      return api(runtime(), 'reviewSample', { caller, params: { id: drawn }, body, headers });
    };
    expect((await look({ outcome: 'QUESTIONED' })).body.errors).toMatchObject([{ pointer: '/reasons' }]);
    expect((await look({ outcome: 'CONFIRMED' }, { ...reviewer(), sub: clerk().sub })).status).toBe(403);
    const reply = await look({ outcome: 'QUESTIONED', reasons: ['经营范围与执照不符'] });
    expect(reply.body).toMatchObject({ status: 'APPROVED', sample: { outcome: 'QUESTIONED', by: 'reviewer-500111' } });
    expect((await look({ outcome: 'CONFIRMED' })).body.code).toBe('WRONG_STATE');
    expect(await queue()).not.toContain(drawn);
    const { body } = await api(runtime(), 'listFilings', {
      caller: reviewer(),
      query: { status: 'APPROVED', limit: '200' },
    });
    expect(body.items.map((item: { id: string }) => item.id)).toContain(drawn);
  });
});

describe.each(['C', 'D'] as const)('a filing of grade %s', (grade) => {
  const n = grade.charCodeAt(0);

  it('needs two reviewers who differ', async () => {
    const id = await ofGrade(n, grade);
    const filing = await asked(runtime(), 'requestAmendment', id, amendment(n));
    const first = await decide(runtime(), filing, { decision: 'APPROVE' });
    expect([first.status, first.body.status]).toEqual([202, 'PENDING_REVIEW']);
    const resumes = async () =>
      (await registry.messages(`DST#${DAZU}#FILING#${filing}`)).filter(({ type }) => type === 'resume');
    expect(await resumes()).toEqual([]);
    await expect(runStep(runtime(), 'ApproveFiling', { filingId: filing, revision: 1 })).rejects.toThrow(
      'PENDING_REVIEW',
    );
    expect((await decide(runtime(), filing, { decision: 'APPROVE' })).status).toBe(403);
    await approve(runtime(), filing, second);
    expect(await resumes()).toHaveLength(1);
    expect((await getFiling(runtime(), filing)).body).toMatchObject({
      status: 'APPROVED',
      decisions: [{ by: 'reviewer-500111' }, { by: 'reviewer-two' }],
    });
  });

  it('is returned or rejected by either', async () => {
    const id = await ofGrade(n + 100, grade);
    const filing = await asked(runtime(), 'requestAmendment', id, amendment(n + 100));
    await decide(runtime(), filing, { decision: 'APPROVE' });
    expect((await decide(runtime(), filing, { decision: 'REJECT', reasons: ['不实'] }, second)).status).toBe(202);
    await runStep(runtime(), 'RejectFiling', { filingId: filing, revision: 1 });
    expect((await getFiling(runtime(), filing)).body.status).toBe('REJECTED');
  });

  it('is approved by two of three at once, and by no third', async () => {
    const id = await ofGrade(n + 200, grade);
    const filing = await asked(runtime(), 'requestAmendment', id, amendment(n + 200));
    /** Who decided it, of those who read it at once; the others are told that it has changed. */
    const round = async (subs: readonly string[]) => {
      const read = getFiling(runtime(), filing);
      const replies = subs.map(async (sub) => {
        const { status } = await decide(runtime(), filing, { decision: 'APPROVE' }, reviewer(DAZU, sub), read);
        return { sub, status };
      });
      return Map.groupBy(await Promise.all(replies), ({ status }) => status);
    };
    const readers = await round(['a', 'b', 'c']);
    expect([readers.get(202)?.length, readers.get(412)?.length]).toEqual([1, 2]);
    // Each has read by now that one has approved.
    const again = await round(readers.get(412)?.map(({ sub }) => sub) ?? []);
    expect([again.get(202)?.length, again.get(412)?.length]).toEqual([1, 1]);
    const late = await round(again.get(412)?.map(({ sub }) => sub) ?? []);
    expect([...late.keys()]).toEqual([409]);
  });

  it('can still be withdrawn after the first approval', async () => {
    const id = await ofGrade(n + 300, grade);
    const filing = await asked(runtime(), 'requestAmendment', id, amendment(n + 300));
    await decide(runtime(), filing, { decision: 'APPROVE' });
    expect((await api(runtime(), 'withdrawFiling', { caller: clerk(), params: { id: filing } })).status).toBe(202);
    expect((await decide(runtime(), filing, { decision: 'APPROVE' }, second)).body.code).toBe('WRONG_STATE');
  });
});

it('a bad grade under one kind counts for the same organisation’s next', async () => {
  const operator = await approved(runtime(), tradeOperatorSample(190));
  await graded(runtime(), operator, 'C');
  const entity = { ...samples.producer.entity, unifiedSocialCreditCode: usccOf(190) };
  const filing = await filed(runtime(), { kind: 'producer', entity });
  expect((await getFiling(runtime(), filing)).body.review).toMatchObject({ grade: 'C', reviewers: 2 });
});

it('an authority’s decree waits for no reviewer, whatever the grade, and is no part of the sample', async () => {
  const id = await ofGrade(400, 'D');
  const filing = await asked(runtime(), 'requestSuspension', id, DECREE, reviewer());
  const { body } = await getFiling(runtime(), filing);
  expect(body.status).toBe('APPROVED');
  expect(body).not.toHaveProperty('sample');
});
