import { onThread } from '../../shared/threads/task.ts';
import { judgeLoaded } from '../domain/loaded/judge.ts';

/** Judges what was loaded off the thread that answers everybody: thousands of lines are spread over declarations. */
export const judgeLoadedOnThread = onThread(import.meta.url, 'judgeLoaded', 14, judgeLoaded);
