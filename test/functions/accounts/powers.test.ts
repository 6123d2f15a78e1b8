import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Account,
  confirmed,
  ended,
  isLive,
  lifted,
  proposed,
  suspended,
} from '../../../functions/accounts/domain/account.ts';
import {
  type Actor,
  CONFIRMED_ROLES,
  mayConfirm,
  mayGive,
  mayManage,
  maySeeAccount,
  shownAssignments,
} from '../../../functions/accounts/domain/powers.ts';
import { type Post, postsOf } from '../../../functions/shared/kernel/assignment.ts';
import { ROLES } from '../../../functions/shared/kernel/role.ts';

const DAY = '2026-03-17';
const SUBS = ['a', 'b', 'c', 'd', 'e'];
const post = fc.record({
  role: fc.constantFrom(...ROLES),
  districtId: fc.constantFrom('500111', '500103', '500000'),
  entityId: fc.option(fc.constantFrom('e1', 'e2'), { nil: undefined }),
});

type Deed =
  | { readonly kind: 'give'; readonly post: Omit<Post, 'assignmentId'> }
  | { readonly kind: 'confirm'; readonly which: number }
  | { readonly kind: 'end'; readonly which: number }
  | { readonly kind: 'suspend' }
  | { readonly kind: 'lift' };

const deed = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('give' as const), post }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('confirm' as const), which: fc.nat(6) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('end' as const), which: fc.nat(6) }) },
  { weight: 1, arbitrary: fc.constantFrom<Deed>({ kind: 'suspend' }, { kind: 'lift' }) },
);

const step = fc.record({
  by: fc.constantFrom(...SUBS),
  /** As which of their posts. */
  as: fc.nat(5),
  to: fc.constantFrom(...SUBS),
  deed,
});

/** Who had a hand in an assignment, as the test itself has seen it. */
type Hands = Map<string, { readonly given: string; confirmed?: string }>;

/** A small world in which people try whatever they like; what is not permitted does nothing. */
function world(first: readonly Post[]) {
  const people = new Map<string, Account>(
    SUBS.map((sub, index) => {
      const own = first[index];
      const assignments = own
        ? [{ ...own, from: DAY, state: 'ACTIVE' as const, proposedBy: 'founder', confirmedBy: 'second founder' }]
        : [];
      return [sub, { sub, name: sub, districtId: '500111', state: 'ACTIVE', assignments }];
    }),
  );
  const hands: Hands = new Map();
  let count = 0;
  const of = (sub: string): Account => people.get(sub) ?? expect.fail(`no ${sub}`);

  const after = (actor: Actor, account: Account, one: Deed): Account | undefined => {
    const { sub } = account;
    if (one.kind === 'suspend' || one.kind === 'lift') {
      if (!mayManage(actor, account)) return undefined;
      return one.kind === 'suspend' ? suspended(account, 'x') : lifted(account);
    }
    if (one.kind === 'give') {
      if (actor.sub === sub || !mayGive(actor, one.post)) return undefined;
      const assignmentId = `as-${(count += 1)}`;
      hands.set(assignmentId, { given: actor.sub });
      const state = CONFIRMED_ROLES.has(one.post.role) ? 'PROPOSED' : 'ACTIVE';
      return proposed(account, { ...one.post, assignmentId, from: DAY, state, proposedBy: actor.sub });
    }
    const assignment = account.assignments[one.which % Math.max(account.assignments.length, 1)];
    if (!assignment || !isLive(assignment)) return undefined;
    if (one.kind === 'end') {
      return actor.sub !== sub && mayGive(actor, assignment)
        ? ended(account, assignment.assignmentId, actor.sub, DAY)
        : undefined;
    }
    if (assignment.state !== 'PROPOSED' || !mayConfirm(actor, account, assignment)) return undefined;
    hands.set(assignment.assignmentId, { given: assignment.proposedBy, confirmed: actor.sub });
    return confirmed(account, assignment.assignmentId, actor.sub);
  };

  return {
    people,
    hands,
    /** @returns whether it was permitted */
    try: ({ by, as, to, deed: one }: { by: string; as: number; to: string; deed: Deed }): boolean => {
      const posts = postsOf(of(by), DAY);
      const acting = posts[as % Math.max(posts.length, 1)];
      const changed = acting && after({ ...acting, sub: by }, of(to), one);
      if (changed) people.set(to, changed);
      return changed !== undefined;
    },
  };
}

const FOUNDERS: readonly Post[] = [
  { assignmentId: 'first-1', role: 'operator', districtId: '500000' },
  { assignmentId: 'first-2', role: 'operator', districtId: '500000' },
  { assignmentId: 'first-3', role: 'centreHead', districtId: '500111' },
  { assignmentId: 'first-4', role: 'centreHead', districtId: '500111' },
];

describe('whatever people try', () => {
  it('nobody acts in a role that needs two, which two others did not give them', () => {
    let second = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 80, size: 'max' }), (steps) => {
        const { people, hands, try: attempt } = world(FOUNDERS);
        for (const one of steps) attempt(one);
        for (const account of people.values()) {
          for (const { assignmentId, role } of postsOf(account, DAY)) {
            const by = hands.get(assignmentId);
            if (!by) continue;
            expect(by.given).not.toBe(account.sub);
            if (!CONFIRMED_ROLES.has(role)) continue;
            second += 1;
            expect(by.confirmed).toBeDefined();
            expect(new Set([by.given, by.confirmed, account.sub]).size).toBe(3);
          }
        }
      }),
      { numRuns: 500 },
    );
    // The world is one in which such roles are won at all.
    expect(second).toBeGreaterThan(0);
  });

  it('where nobody holds the city’s rights nobody wins them, nor a post of another district', () => {
    const mine: readonly Post[] = [
      { assignmentId: 'first-1', role: 'centreHead', districtId: '500111' },
      { assignmentId: 'first-2', role: 'centreHead', districtId: '500111' },
      { assignmentId: 'first-3', role: 'clerk', districtId: '500111' },
      { assignmentId: 'first-4', role: 'merchant', districtId: '500111', entityId: 'e1' },
    ];
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { people, try: attempt } = world(mine);
        for (const one of steps) attempt(one);
        for (const { role, districtId } of [...people.values()].flatMap((one) => postsOf(one, DAY))) {
          expect(districtId).toBe('500111');
          expect(['operator', 'manager', 'agency', 'bank']).not.toContain(role);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('whoever is suspended acts as nothing, and does nothing', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.array(step, { maxLength: 20 }), (before, then) => {
        const { people, try: attempt } = world(FOUNDERS);
        for (const one of before) attempt(one);
        for (const one of then) {
          const isSuspended = people.get(one.by)?.state === 'SUSPENDED';
          if (isSuspended) expect(attempt(one)).toBe(false);
          else attempt(one);
        }
        for (const account of people.values()) {
          if (account.state === 'SUSPENDED') expect(postsOf(account, DAY)).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('who looks after an account', () => {
  const actor = fc.tuple(post, fc.constantFrom(...SUBS)).map(([one, sub]): Actor => ({ ...one, sub }));
  const account = fc
    .tuple(fc.constantFrom(...SUBS), fc.array(post, { maxLength: 4 }), fc.constantFrom('500111', '500103'))
    .map(
      ([sub, posts, districtId]): Account => ({
        sub,
        name: sub,
        districtId,
        state: 'ACTIVE',
        assignments: posts.map((one, index) => ({
          ...one,
          assignmentId: `x${index}`,
          from: DAY,
          state: 'ACTIVE',
          proposedBy: 'z',
        })),
      }),
    );

  it('could have given every assignment of it, or is the city’s; and nobody looks after their own', () => {
    fc.assert(
      fc.property(actor, account, (by, of) => {
        if (!mayManage(by, of)) return;
        expect(by.sub).not.toBe(of.sub);
        if (by.role === 'operator') return;
        for (const one of of.assignments) expect(mayGive(by, one)).toBe(true);
        expect(maySeeAccount(by, of)).toBe(true);
      }),
    );
  });

  it('learns of no assignment of another district or another party', () => {
    fc.assert(
      fc.property(actor, account, (by, of) => {
        if (by.role === 'operator' || by.sub === of.sub) return;
        for (const one of shownAssignments(by, of)) {
          expect(one.districtId).toBe(by.districtId);
          if (by.role === 'merchant' || by.role === 'agent') expect(one.entityId).toBe(by.entityId);
        }
      }),
    );
  });

  it.each([
    ['reviewer', false],
    ['inspector', false],
    ['manager', false],
    ['agency', false],
    ['bank', false],
    ['market', false],
  ] as const)('is no %s', (role, may) => {
    for (const given of ROLES) {
      expect(
        mayGive(
          { sub: 'a', role, districtId: '500111', entityId: 'e1' },
          { role: given, districtId: '500111', entityId: 'e1' },
        ),
      ).toBe(may);
    }
  });
});
