import { it } from 'vitest';
import { goesLive } from './suites/take-over.ts';

it('a centre goes live with the parties, goods and agreements that it holds: found, traced, graded and audited', () =>
  goesLive(30));
