import { describe, it } from 'vitest';
import { ENDLESS, expectBounded } from '../infra/local/step-functions/endless.ts';

describe('expressions of workflows that do not end, or hardly', () => {
  it('fail each in bounded time, all at once, and nothing else waits for them', () =>
    expectBounded([
      [ENDLESS],
      ['[1..10000].([1..10000].([1..10000]))'],
      ['$match($states.input, /^(a+)+$/)', `${'a'.repeat(200)}b`],
      ["$replace($states.input, /(a|aa)+$/, '')", `${'a'.repeat(200)}b`],
      ['$distinct([1..200000])'],
      ['$reduce([1..400000], $append)'],
      ["$map([1..2000], function($i) { $pad('x', 6900000) })"],
    ]));
});
