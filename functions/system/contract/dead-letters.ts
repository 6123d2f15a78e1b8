import { z } from 'zod';
import { contract } from '../../shared/http/contract.ts';
import { ListQuery, listOf } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { FaultJson, LastRedrive, REPAIR_LIMIT, RedriveRequested } from './repairs.ts';

const DeadLetterJson = z.object({
  id: z.string(),
  subscriber: z.string().meta({ description: 'The function that did not take the event' }),
  event: z.string(),
  recordId: z.string().optional().meta({ description: 'The record that the event tells of' }),
  error: FaultJson,
  at: z.string().meta({ description: 'When the event was announced' }),
  lastRedrive: LastRedrive,
});

concepts({ DeadLetter: DeadLetterJson });

const ON_AWS = 'A deployment on AWS answers WRONG_STATE: its dead letters lie in queues that the SQS console shows.';

/** Events that a subscriber refused for good. */
export const deadLettersApi = contract({
  listDeadLetters: {
    method: 'GET',
    path: '/v1/dead-letters',
    summary: `Events that a subscriber did not take, the newest first, until they are delivered after all. ${ON_AWS}`,
    roles: ['operator'],
    query: z.object({ limit: REPAIR_LIMIT, cursor: ListQuery.shape.cursor }),
    success: { status: 200, schema: listOf(DeadLetterJson) },
    problems: ['WRONG_STATE'],
  },
  redriveDeadLetter: {
    method: 'POST',
    path: '/v1/dead-letters/{id}/redrive',
    summary:
      'Delivers an event to its subscriber once more; who asked for it is audited. It is delivered once the answer was ' +
      `given, and stays in the list where it is refused again. ${ON_AWS}`,
    roles: ['operator'],
    success: { status: 202, schema: RedriveRequested },
    problems: ['WRONG_STATE'],
    idempotent: true,
  },
});
