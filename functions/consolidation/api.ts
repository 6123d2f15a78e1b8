import { restApi } from '../shared/http/api.ts';
import { awsRuntime, type Runtime } from '../shared/runtime.ts';
import { consolidationApi } from './contract/index.ts';
import { cargoOperations } from './operations/cargo.ts';
import { consolidationOperations } from './operations/consolidations.ts';
import { formOperations } from './operations/forms.ts';
import { packingOperations } from './operations/packing.ts';
import { SUGGESTION_SECONDS, suggestionOperations } from './operations/suggestions.ts';

/** @param suggestionSeconds of search for one answer of the suggestions */
export const build = (runtime: Runtime, suggestionSeconds = SUGGESTION_SECONDS) =>
  restApi(
    consolidationApi,
    (on) => ({
      ...consolidationOperations(on),
      ...suggestionOperations(on, suggestionSeconds),
      ...cargoOperations(on),
      ...formOperations(on),
      ...packingOperations(on),
    }),
    runtime,
  );

export const handler = build(awsRuntime());
