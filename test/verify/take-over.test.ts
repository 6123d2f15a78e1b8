import { it } from 'vitest';
import { goesLive } from '../host/suites/take-over.ts';

it('a centre goes live with 300 parties, their goods and agreements in one sitting', () => goesLive(280));
