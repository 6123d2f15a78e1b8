import { describe, it } from 'vitest';
import { executionsSurvive } from './crash.ts';

describe('a server that is killed while executions wait, fork, retry and call functions', () => {
  it('goes on with each where it was', () => executionsSurvive([1, 9, 4, 7]));
});
