import type { LoadedSteps, Moves } from '../../functions/consolidation/domain/moves.ts';
import { useSubmission } from '../forms/use-submission.ts';

/** Sends single cartons to other places: an amendment with `moves`, judged by the server's verifier. */
export function useMoves() {
  const { send, ...submission } = useSubmission('POST /v1/consolidations/{id}/amendments');
  return {
    ...submission,
    move: (id: string, etag: string, reason: string, moves: Moves, loaded: LoadedSteps) => {
      const body = {
        reason,
        moves: [...moves.values()],
        ...(loaded.size > 0 && { loadedSteps: Object.fromEntries(loaded) }),
      };
      return send({ path: { id }, ifMatch: etag, body });
    },
  };
}
