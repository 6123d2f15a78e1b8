import { onThread } from '../../shared/threads/task.ts';
import { suggestionsToJson } from '../contract/suggestion-json.ts';
import { type SuggestionsJson } from '../contract/suggestions.ts';
import { type Situation, suggest } from '../domain/suggestion.ts';

/** Suggests for each situation in turn, off the thread that answers everybody: the search takes seconds. */
export const suggestOnThread = onThread(
  import.meta.url,
  'suggest',
  14,
  (situations: readonly Situation[]): SuggestionsJson[] =>
    situations.map((situation) => suggestionsToJson(suggest(situation, () => performance.now()))),
);
