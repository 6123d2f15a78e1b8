import type { Operations } from '../../shared/http/api.ts';
import { notFound, Problem } from '../../shared/http/problem.ts';
import { says } from '../../shared/kernel/finding.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { deadLettersApi } from '../contract/dead-letters.ts';
import type { DeadLetter, DeadLetters } from '../dead-letters.ts';
import { faultOf, recordIdIn } from '../domain/fault.ts';
import { isBehind, pageOf } from '../domain/newest-first.ts';
import { type Redrive, redriveStore } from '../store/redrives.ts';
import { pageBegin, told } from './repairs.ts';

/**
 * Lists the events that were refused for good, and delivers them again.
 *
 * @param kept those of the host; absent on AWS, where each subscriber has a queue of its own
 */
export function deadLetterOperations(
  runtime: Runtime,
  kept: DeadLetters | undefined,
): Operations<typeof deadLettersApi> {
  const store = redriveStore(runtime.table);

  /** @throws Problem WRONG_STATE on AWS */
  const here = (): DeadLetters => {
    if (kept) return kept;
    const where = '请在 SQS 控制台查看，按 docs/operations.md 重新送出';
    throw new Problem('WRONG_STATE', says('云上部署的未送达事件在各订阅函数的死信队列中，这里看不到', where));
  };

  return {
    listDeadLetters: async ({ query: { limit, cursor } }) => {
      const after = pageBegin(cursor);
      const found = here()
        .all()
        .filter((one) => !after || isBehind(placeOf(one), after));
      const { items, nextCursor } = pageOf(found, placeOf, limit);
      const redrives = await store.latest(items.map(redriven));
      return { body: { items: items.map((one, index) => letterOf(one, redrives[index])), nextCursor } };
    },

    redriveDeadLetter: async ({ caller, params, at }) => {
      const letters = here();
      const found = letters.all().find(({ id }) => id === params['id']);
      if (!found) throw notFound();
      const before = await store.redrive(redriven(found));
      return {
        body: { requestedAt: at },
        writes: store.writes(redriven(found), before, {
          actor: caller,
          at,
          action: 'REDRIVE',
          reasons: [faultOf(found.error).name],
        }),
        afterwards: async () => {
          letters.redrive(found.id);
          return {};
        },
      };
    },
  };
}

const placeOf = ({ at, id }: DeadLetter) => ({ at, key: id });

const redriven = ({ id }: DeadLetter) => ({ of: 'DEAD_LETTER' as const, name: id });

const letterOf = ({ id, subscriber, event, detail, error, at }: DeadLetter, last: Redrive | undefined) => {
  const recordId = recordIdIn(detail);
  return {
    id,
    subscriber,
    event,
    ...(recordId !== undefined && { recordId }),
    error: faultOf(error),
    at,
    ...told(last),
  };
};
