import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Batch, batchesOf, progressOf } from '../../../../functions/credit/domain/run.ts';

const ids = (count: number) => Array.from({ length: count }, (_, index) => String(index).padStart(7, '0'));

describe('batches', () => {
  it('cover every entity of every district once, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 5 }), (counts) => {
        const lists = counts.map((count, index) => ({ districtId: `50010${index}`, entityIds: ids(count) }));
        const batches = batchesOf(lists);
        for (const { districtId, entityIds } of lists) {
          const covered = batches
            .filter((batch) => batch.districtId === districtId)
            .flatMap(({ from, to }) => entityIds.filter((id) => from <= id && id <= to));
          expect(covered).toEqual(entityIds);
        }
      }),
    );
  });

  it('of a run that is taken up again cover whoever is in no finished batch once, and nobody else', () => {
    const within = (entityIds: readonly string[], batches: readonly Batch[]) =>
      batches.flatMap(({ from, to }) => entityIds.filter((id) => from <= id && id <= to));
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1500 }),
        fc.integer({ min: 1, max: 300 }),
        fc.func(fc.boolean()),
        (count, size, isDone) => {
          const entityIds = ids(count);
          const done = Array.from({ length: Math.ceil(count / size) }, (_, no) =>
            entityIds.slice(no * size, (no + 1) * size),
          )
            .map((part) => ({ districtId: '500111', from: part.at(0) ?? '', to: part.at(-1) ?? '' }))
            .filter(({ from }) => isDone(from));
          const left = batchesOf([{ districtId: '500111', entityIds }], done);
          expect([...within(entityIds, left), ...within(entityIds, done)].toSorted()).toEqual(entityIds);
        },
      ),
    );
  });

  it('of a run of which a half failed fit as well', () => {
    const lists = [{ districtId: '500111', entityIds: ids(500_000) }];
    const all = batchesOf(lists);
    const left = batchesOf(
      lists,
      all.filter((_, no) => no % 2 === 0),
    );
    expect(left).toEqual(all.filter((_, no) => no % 2 === 1));
  });

  it('of 500,000 entities still fit what an execution may carry', () => {
    const lists = ['500111', '500103', '500107'].map((districtId, index) => ({
      districtId,
      entityIds: ids(500_000 / 3 + index).map((id) => `entity-${districtId}-${id.padStart(26, '0')}`),
    }));
    const batches = batchesOf(lists);
    expect(batches.length).toBeLessThanOrEqual(1000);
    expect(JSON.stringify({ runId: 'creditrun', batches }).length).toBeLessThan(256 * 1024);
  });
});

it('sums up a simulation by the grades that would be left and reached', () => {
  const run = {
    id: 'creditrun-1',
    districtId: '500000',
    districtIds: ['500111'],
    simulation: { scorecardVersion: '2026-2', asOf: '2026-03-17' },
    status: 'FINISHED',
    startedAt: '2026-03-17T01:30:00.000Z',
    startedBy: 'operator',
  } as const;
  const done = [
    { districtId: '500111', from: 'a', to: 'b', entities: 100, changed: 3, moves: { 'B>B': 98, 'B>C': 2 } },
    { districtId: '500111', from: 'c', to: 'd', entities: 7, changed: 1, moves: { 'B>C': 1, 'A>A': 6 } },
  ];
  const { startedBy: _startedBy, districtId: _districtId, ...shown } = run;
  expect(progressOf({ ...run, districtIds: [...run.districtIds] }, done)).toEqual({
    ...shown,
    entities: 107,
    changed: 4,
    batches: 2,
    moves: [
      { from: 'A', to: 'A', entities: 6 },
      { from: 'B', to: 'B', entities: 98 },
      { from: 'B', to: 'C', entities: 3 },
    ],
  });
});
