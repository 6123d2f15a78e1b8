import { onThread } from '../../shared/threads/task.ts';
import { rearrange } from '../domain/rearrange.ts';

/** Moves cartons of a plan off the thread that answers everybody: a large plan is judged in about a second. */
export const rearrangeOnThread = onThread(import.meta.url, 'rearrange', 14, rearrange);
