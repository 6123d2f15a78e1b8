import { onThread } from '../shared/threads/task.ts';
import type { SuggestionsJson } from './contract.ts';
import { type Situation, suggest } from './domain/suggestion.ts';
import { suggestionsJson } from './suggestion-view.ts';

/** Suggests for each situation in turn, off the thread that answers everybody: the search takes seconds. */
export const suggestOnThread = onThread(
  import.meta.url,
  'suggest',
  14,
  (situations: readonly Situation[]): SuggestionsJson[] =>
    situations.map((situation) => suggestionsJson(suggest(situation, () => performance.now()))),
);
