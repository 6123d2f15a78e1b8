import { contract } from '../../shared/http/contract.ts';
import { cargoApi } from './cargo.ts';
import { consolidationsApi } from './consolidations.ts';
import { formsApi } from './forms.ts';
import { packingApi } from './packing.ts';
import { suggestionsApi } from './suggestions.ts';

export { consolidationQueues } from './queues.ts';

export const consolidationApi = contract({
  ...consolidationsApi,
  ...suggestionsApi,
  ...cargoApi,
  ...formsApi,
  ...packingApi,
});
