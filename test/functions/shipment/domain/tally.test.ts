import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clocksOf, occurredAt } from '../../../../functions/shipment/domain/clock.ts';
import { type Batch, type KeptFact, sessionOf } from '../../../../functions/shipment/domain/fact.ts';
import { identityOf } from '../../../../functions/shipment/domain/order.ts';
import { signedText, tallyOf } from '../../../../functions/shipment/domain/tally.ts';
import { A, B, batch, carton, codesOf, fact, lift, pile, registered, TRADE, tally, upTo } from './facts.ts';

const scanned = (lineNo: number, no: number, at: string, changes: Partial<KeptFact> = {}) =>
  fact(lineNo, at, { subject: carton(lineNo, no), ...changes });

describe('what really came', () => {
  it('in two deliveries is received with the second', () => {
    const first = batch([fact(1, '08:00:00', { n: 420 })]);
    expect(tally([first], 870).lots[0]).toMatchObject({ state: 'PART', received: 420 });
    const second = batch([fact(1, '09:00:00', { n: 450 })]);
    expect(tally([first, second], 870).lots[0]).toMatchObject({ state: 'RECEIVED', received: 870, signable: true });
  });

  it('less than registered is short by the difference, and what is there may be loaded', () => {
    const [lot] = tally([batch([fact(1, '08:00:00', { n: 271 })])], 275).lots;
    expect(lot).toMatchObject({ accepted: 271, signable: true, troubles: [{ code: 'SHORT', n: 4 }] });
  });

  it('more than registered is held apart, and the rest may be loaded', () => {
    const received = fact(1, '08:00:00', { n: 93 });
    expect(tally([batch([received])], 90).lots[0]).toMatchObject({
      received: 93,
      accepted: 90,
      held: 3,
      signable: false,
      troubles: [{ code: 'OVER', n: 3 }],
    });
    const back = fact(1, '09:00:00', { kind: 'GIVE_BACK', n: 3 });
    expect(tally([batch([received, back])], 90).lots[0]).toMatchObject({ held: 0, accepted: 90, signable: true });
  });

  it('is unjudged where the trade does not say how much it is, and never zero', () => {
    const received = batch([fact(1, '08:00:00', { n: 5 })]);
    for (const trade of [undefined, registered(undefined)]) {
      const { lots } = tallyOf(TRADE, [received], trade);
      expect(lots[0]).toMatchObject({ registered: undefined, received: 5, accepted: 5, troubles: [] });
    }
    expect(codesOf(tally([batch([fact(2, '08:00:00', { n: 5 })])], 7).lots[1])).toEqual(['LINE_UNKNOWN']);
  });

  it('by lifts adds up, one that is sent again once; what a second tallyman counts again is over', () => {
    const lifts = [...upTo(8).map((n) => fact(1, `08:0${n}:00`, { n: 48 })), fact(1, '08:09:00', { n: 16 })];
    const again = batch([lifts[3]!], { receivedAt: '2026-03-18T21:00:00.000Z' });
    expect(tally([batch(lifts), again], 400).lots[0]).toMatchObject({ received: 400, signable: true });
    const second = fact(1, '10:00:00', { n: 48, deviceId: 'phone-2' });
    expect(tally([batch(lifts), again, batch([second])], 400).lots[0]).toMatchObject({
      held: 48,
      signable: false,
    });
  });

  it('by a pile’s card counts as printed, or as it was counted last', () => {
    const card = { subject: pile(1, '003', 48) };
    const [printed, less] = [fact(1, '08:00:00', card), fact(1, '08:10:00', { ...card, n: 46 })];
    expect(tally([batch([printed])], 48).lots[0]).toMatchObject({ received: 48, state: 'RECEIVED' });
    expect(tally([batch([less, printed])], 48).lots[0]).toMatchObject({ received: 46 });
  });

  it('by its card and loaded by the carton, or by the carton and loaded in lifts, is no more than it is', () => {
    const byCard = fact(1, '08:00:00', { subject: pile(1, '003', 3) });
    const loaded = upTo(3).map((no) => scanned(1, no, '09:00:00', { kind: 'LOAD', visit: A }));
    expect(tally([batch([byCard, ...loaded])], 3).lots[0]).toMatchObject({
      received: 3,
      state: 'LOADED',
      troubles: [],
    });
    const inLifts = fact(1, '09:00:00', { kind: 'LOAD', visit: A, n: 3 });
    const byCarton = upTo(3).map((no) => scanned(1, no, '08:00:00'));
    expect(tally([batch([...byCarton, inLifts])], 3).lots[0]).toMatchObject({ received: 3, troubles: [] });
  });

  it('loaded without having been received counts as received, and is told', () => {
    const [lot] = tally(
      [batch([scanned(1, 1, '08:00:00'), scanned(1, 2, '09:00:00', { kind: 'LOAD', visit: A })])],
      2,
    ).lots;
    expect(lot).toMatchObject({ received: 2, troubles: [{ code: 'LOADED_UNRECEIVED', n: 1 }], signable: true });
  });

  it('without a count counts nothing', () => {
    const nothing = fact(1, '08:00:00', {});
    const { lots, troubles } = tally([batch([nothing])], 5);
    expect(lots[0]).toMatchObject({ received: 0, state: 'EXPECTED' });
    expect(troubles.get(identityOf(nothing))).toEqual([{ code: 'COUNT_MISSING' }]);
  });

  it('cannot be damaged more than it is', () => {
    const damaged = [fact(1, '08:00:00', { n: 6 }), fact(1, '08:01:00', { kind: 'DAMAGED', n: 9 })];
    expect(tally([batch(damaged)], 6).lots[0]?.troubles).toEqual([{ code: 'DAMAGED_OVER', n: 3 }]);
  });
});

describe('phones', () => {
  const mine = upTo(40).map((no) => scanned(2, no, '08:00:00'));
  const other = upTo(65, 30).map((no) => scanned(2, no, '08:00:30', { deviceId: 'phone-2' }));
  const voided = fact(2, '08:05:00', { kind: 'VOID', of: mine[11]?.factId, subject: carton(2, 12) });
  const again = scanned(2, 12, '08:06:00');

  it('that scan the same cartons, take one back and scan it again, send all thrice in any order: each carton once', () => {
    const batches = [batch(mine.slice(0, 20)), batch([...mine.slice(20), voided, again]), batch(other)];
    fc.assert(
      fc.property(fc.shuffledSubarray([...batches, ...batches, ...batches], { minLength: 9 }), (all) => {
        expect(tally(all, 65, 65).lots[1]).toMatchObject({ received: 65, state: 'RECEIVED', troubles: [] });
      }),
    );
    expect(tally([batch([voided]), batch(mine), batch(other)], 65, 65).lots[1]).toMatchObject({ received: 64 });
  });

  it('take back nothing of another session, unless the centre does', () => {
    const strange = { ...voided, factId: 'strange', session: 's2' };
    const { lots, troubles } = tally([batch(mine), batch([strange])], 40, 40);
    expect(lots[1]).toMatchObject({ received: 40 });
    expect(troubles.get(identityOf(strange))).toEqual([{ code: 'VOID_NOT_ALLOWED' }]);
    const { lots: after } = tally([batch(mine), batch([strange], { by: { role: 'clerk' } })], 40, 40);
    expect(after[1]).toMatchObject({ received: 39 });
  });

  it('that give one identifier to two facts lose neither', () => {
    const first = scanned(1, 1, '08:00:00');
    const second = { ...scanned(1, 2, '08:00:01'), factId: first.factId };
    const { lots, troubles } = tally([batch([first]), batch([second])], 2);
    expect(lots[0]).toMatchObject({ received: 2 });
    for (const one of [first, second]) expect(troubles.get(identityOf(one))).toEqual([{ code: 'FACT_ID_REUSED' }]);
  });

  it('a day ahead are put right by what came quickest, and never tell the future', () => {
    const ahead = (sentAt: string, receivedAt: string) => Date.parse(receivedAt) - Date.parse(sentAt);
    const facts = [scanned(1, 1, '09:04:00'), scanned(1, 2, '09:19:50')].map((one) => ({
      ...one,
      at: one.at.replace('-18T', '-19T'),
    }));
    const delays = [
      ahead('2026-03-19T09:05:00Z', '2026-03-18T09:05:02Z'),
      ahead('2026-03-19T09:20:00Z', '2026-03-18T09:20:31Z'),
    ];
    const batches = [
      batch([facts[0]!], { receivedAt: '2026-03-18T09:05:02.000Z', delayMs: delays[0]! }),
      batch([facts[1]!], { receivedAt: '2026-03-18T09:20:31.000Z', delayMs: delays[1]! }),
    ];
    for (const all of [batches, batches.toReversed()]) {
      const { facts: timed } = tally(all, 2);
      expect(timed.map((one) => one.occurredAt)).toEqual(['2026-03-18T09:04:02.000Z', '2026-03-18T09:19:52.000Z']);
      expect(timed.every(({ clockOff }) => clockOff)).toBe(true);
    }
    const clock = clocksOf(batches).get(sessionOf(facts[0]!)) ?? 0;
    expect(occurredAt('2026-03-19T09:30:00Z', clock, '2026-03-18T09:20:31Z')).toBe('2026-03-18T09:20:31.000Z');
  });
});

describe('a carton', () => {
  const into = (visit: string, at: string) => scanned(1, 7, at, { kind: 'LOAD', visit });
  const loadings = [into(A, '10:00:00'), into(B, '10:00:20')];
  const received = scanned(1, 7, '09:00:00');

  it('scanned into two containers is in the last, and neither may be sealed until it is taken out', () => {
    expect(tally([batch([received, ...loadings])], 1).lots[0]).toMatchObject({
      boxes: [{ name: B, cartons: 1 }],
      troubles: [{ code: 'TWO_BOXES', boxes: [B, A] }],
      signable: false,
    });
    const moved = [scanned(1, 7, '10:05:00', { kind: 'TAKE_OUT', visit: B }), into(A, '10:06:00')];
    expect(tally([batch(moved), batch([received, ...loadings])], 1).lots[0]).toMatchObject({
      boxes: [{ name: A, cartons: 1 }],
      troubles: [],
    });
  });

  it('is in one again where the other scan is void, or it is taken out of the one in which it is not', () => {
    const voided = fact(1, '10:10:00', { kind: 'VOID', of: loadings[1]?.factId });
    expect(tally([batch([received, ...loadings, voided])], 1).lots[0]).toMatchObject({
      boxes: [{ name: A, cartons: 1 }],
      troubles: [],
    });
    const notInA = scanned(1, 7, '10:10:00', { kind: 'TAKE_OUT', visit: A });
    expect(tally([batch([received, ...loadings, notInA])], 1).lots[0]).toMatchObject({
      boxes: [{ name: B, cartons: 1 }],
      troubles: [],
    });
  });

  it('is not taken out of a container in which it is not', () => {
    const odd = scanned(1, 7, '10:10:00', { kind: 'TAKE_OUT', visit: B });
    const { lots, troubles } = tally([batch([received, loadings[0]!, odd])], 1);
    expect(lots[0]).toMatchObject({ boxes: [{ name: A, cartons: 1 }], takenOut: 0 });
    expect(troubles.get(identityOf(odd))).toEqual([{ code: 'NOT_IN_BOX' }]);
  });
});

describe('a mark that nobody knows', () => {
  const seen = fact(undefined, '08:00:00', { subject: 'ALI / Mombasa', n: 12 });
  const claim = (lineNo: number, tradeId = TRADE) =>
    fact(undefined, '11:00:00', { kind: 'CLAIM', subject: 'ali mombasa', claims: { tradeId, lineNo } });

  it('counts from its own time once it is claimed, and not while it is claimed for two lots', () => {
    expect(tally([batch([seen])], 12).lots[0]).toMatchObject({ received: 0 });
    const first = claim(1);
    expect(tally([batch([first]), batch([seen])], 12).lots[0]).toMatchObject({
      received: 12,
      receivedFrom: '2026-03-18T08:00:00.000Z',
    });
    const second = claim(1, 'trade-500111-01M8MRXSK29H0FQY1TXQCM3FV3');
    const { lots, troubles } = tally([batch([first, second]), batch([seen])], 12);
    expect(lots[0]).toMatchObject({ received: 0 });
    expect(troubles.get(identityOf(seen))).toMatchObject([{ code: 'MARK_AMBIGUOUS' }]);
    const chosen = fact(undefined, '12:00:00', { kind: 'VOID', of: second.factId });
    expect(tally([batch([first, second]), batch([seen, chosen])], 12).lots[0]).toMatchObject({ received: 12 });
  });
});

describe('what is signed', () => {
  const loading = fact(1, '16:00:00', { kind: 'LOAD', visit: A, n: 1588 });
  const late = [1, 2].map((n) => fact(1, `17:12:0${n}`, { kind: 'LOAD', visit: A, n: 1, deviceId: 'phone-2' }));
  const after = fact(1, '17:55:00', { kind: 'LOAD', visit: A, n: 1, deviceId: 'phone-2' });
  const nextDay = { receivedAt: '2026-03-19T01:00:00.000Z' };
  const sealedAt = '2026-03-18T17:40:00.000Z';
  const of = (batches: readonly Batch[], brokenAt?: string) =>
    tallyOf(TRADE, batches, registered(1600), {
      seals: new Map([[A, [{ sealedAt, ...(brokenAt !== undefined && { brokenAt }) }]]]),
    });

  it('is another list once a late scan of before comes, and not by one of after the seal', () => {
    const signed = of([batch([loading])]);
    const more = of([batch([loading]), batch(late, nextDay)]);
    expect(more.lots[0]?.boxes).toEqual([{ name: A, cartons: 1590 }]);
    expect(signedText(more, A)).not.toBe(signedText(signed, A));
    const most = of([batch([loading]), batch([...late, after], nextDay)]);
    expect(signedText(most, A)).toBe(signedText(more, A));
    expect(most.troubles.get(identityOf(after))).toEqual([{ code: 'AFTER_SEAL', visit: A }]);
    // A seal that was broken by then covers it.
    const opened = of([batch([loading]), batch([...late, after], nextDay)], '2026-03-18T17:50:00.000Z');
    expect(opened.lots[0]?.boxes).toEqual([{ name: A, cartons: 1591 }]);
  });
});

describe('any tally', () => {
  const subjects = fc.oneof(
    fc.integer({ min: 1, max: 4 }).map((no) => ({ subject: carton(1, no), lineNo: 1 })),
    fc.constantFrom('1', '2').map((no) => ({ subject: pile(1, no, 3), lineNo: 1 })),
    fc.constant({ subject: lift(1), lineNo: 1 }),
    fc.constant({ subject: 'ALI MOMBASA' }),
  );
  const anyFact = fc
    .record({
      factId: fc.integer({ min: 1, max: 12 }).map((n) => `f${n}`),
      deviceId: fc.constantFrom('phone-1', 'phone-2'),
      session: fc.constantFrom('s1', 's2'),
      seq: fc.integer({ min: 0, max: 5 }),
      kind: fc.constantFrom('RECEIVE', 'LOAD', 'LOAD', 'TAKE_OUT', 'GIVE_BACK', 'DAMAGED', 'VOID', 'CLAIM' as const),
      at: fc.integer({ min: 0, max: 59 }).map((s) => `2026-03-18T08:00:${String(s).padStart(2, '0')}.000Z`),
      about: subjects,
      n: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
      visit: fc.constantFrom(A, B),
      of: fc.integer({ min: 1, max: 12 }).map((n) => `f${n}`),
    })
    .map(
      ({ about, n, kind, visit, of, ...rest }): KeptFact => ({
        ...rest,
        kind,
        place: '一号仓',
        ...(kind === 'CLAIM' ? { subject: 'ali mombasa', claims: { tradeId: TRADE, lineNo: 1 } } : about),
        ...(n !== undefined && { n }),
        ...((kind === 'LOAD' || kind === 'TAKE_OUT') && { visit }),
        ...(kind === 'VOID' && { of }),
      }),
    );
  const anyBatch = fc
    .record({
      facts: fc.array(anyFact, { minLength: 1, maxLength: 5 }),
      delayMs: fc.integer({ min: -90_000_000, max: 90_000 }),
      minute: fc.integer({ min: 1, max: 59 }),
    })
    .map(({ facts, delayMs, minute }) =>
      batch(facts, { delayMs, receivedAt: `2026-03-18T09:${String(minute).padStart(2, '0')}:00.000Z` }),
    );
  const said = (batches: readonly Batch[]) => {
    const { lots, troubles, facts } = tally(batches, 6);
    return {
      lots,
      troubles: [...troubles]
        .map(([key, all]) => JSON.stringify([key, all.map((one) => JSON.stringify(one)).toSorted()]))
        .toSorted(),
      facts,
    };
  };

  it('is the same of the same batches in any order, repeated, and with each fact in a batch of its own', () => {
    fc.assert(
      fc.property(
        fc
          .array(anyBatch, { maxLength: 6 })
          .chain((all) =>
            fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })),
          ),
        ([all, shuffled]) => {
          const expected = said(all);
          expect(said(shuffled)).toEqual(expected);
          const single = all.flatMap((one) => [
            { ...one, facts: [] },
            ...one.facts.map((only) => ({ ...one, facts: [only] })),
          ]);
          expect(said(single.toReversed())).toEqual(expected);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('holds: loaded less taken out ≤ accepted ≤ received and registered, or it may not be signed', () => {
    fc.assert(
      fc.property(fc.array(anyBatch, { maxLength: 6 }), (all) => {
        for (const lot of tally(all, 6).lots) {
          expect(lot.accepted).toBeLessThanOrEqual(lot.received);
          expect(lot.accepted).toBeLessThanOrEqual(lot.registered ?? lot.accepted);
          expect(lot.accepted + lot.held + lot.givenBack).toBeGreaterThanOrEqual(lot.received);
          if (lot.loaded - lot.takenOut > lot.accepted || lot.held > 0) expect(lot.signable).toBe(false);
        }
      }),
      { numRuns: 100 },
    );
  });
});
