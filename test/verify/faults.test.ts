import { describe, it } from 'vitest';
import {
  amendThrough,
  answerThrough,
  batchThrough,
  expectEveryNumberOnce,
  failingEverywhere,
  registerThrough,
  suspendThrough,
  useFaultStories,
} from '../functions/filing/fault-stories.ts';

useFaultStories();

describe.each([
  ['a registration', registerThrough],
  ['a suspension', suspendThrough],
  ['an amendment', amendThrough],
  ['an answer', answerThrough],
  ['a sheet', batchThrough],
])('%s, whichever call of AWS fails', (_what, story) => {
  it.each([
    { times: 1, when: 'BEFORE' },
    { times: 2, when: 'BEFORE' },
    { times: 1, when: 'AFTER' },
    { times: 2, when: 'AFTER' },
  ] as const)('is done once where it fails %j', (how) => failingEverywhere(story, how));
});

it('no two entities have got the same number', () => expectEveryNumberOnce());
