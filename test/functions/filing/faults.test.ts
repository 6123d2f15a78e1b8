import { describe, it } from 'vitest';
import {
  amendThrough,
  batchThrough,
  expectEveryNumberOnce,
  failingEverywhere,
  registerThrough,
  useFaultStories,
} from './fault-stories.ts';

useFaultStories();

/** Three of the stories and of the ways to fail; `npm run verify` fails every story in every way. */
describe('whichever call of AWS fails', () => {
  it.each([
    ['a registration', 'twice, after it was done', registerThrough, { times: 2, when: 'AFTER' }],
    ['an amendment', 'twice, after it was done', amendThrough, { times: 2, when: 'AFTER' }],
    ['a sheet', 'once, before it was done', batchThrough, { times: 1, when: 'BEFORE' }],
  ] as const)(
    '%s that is failed %s leaves one filing, one number, one unbroken trail',
    async (_what, _how, story, how) => {
      await failingEverywhere(story, how);
    },
  );

  it('no two entities have got the same number', () => expectEveryNumberOnce());
});
