import { it } from 'vitest';
import { useFolder } from '../kit/folder.ts';
import { runSurvives } from './killed/credit-run.ts';

const folder = useFolder();

it('a run that is killed again and again scores every entity once, and skips none', () =>
  runSurvives(folder, 220, [1, 110]));
