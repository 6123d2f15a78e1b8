import { z } from 'zod';
import { concepts } from '../kernel/concepts.ts';
import { form, readForm } from '../table/form.ts';
import type { Key } from '../table/keys.ts';
import type { Table } from '../table/table.ts';
import { putWhere } from '../table/write.ts';

/** 接办: who is at work on a task. It binds nobody, and spares the others what one does already. */

/** [designed] Long enough to read a filing and to write reasons; a task that was left lying is free again soon. */
export const TAKEN_MINUTES = 15;

export const Taking = z.object({
  /** `sub` of who took it. */
  by: z.string(),
  /** ISO 8601. */
  until: z.string(),
});

concepts({ Taking });

export type Taking = z.infer<typeof Taking>;

const TAKING = form('taking', Taking);

const takingKey = (pk: Key['pk']): Key => ({ pk, sk: 'TAKING' });

export const takings = (table: Table) => ({
  /**
   * Takes the task of a record for a person, or for longer where it is theirs already.
   *
   * @param at ISO 8601
   * @returns who has it now: another, where another was faster
   */
  async take(pk: Key['pk'], by: string, at: string): Promise<Taking> {
    const until = new Date(Date.parse(at) + TAKEN_MINUTES * 60_000).toISOString();
    const expiresAt = Math.ceil(Date.parse(until) / 1000);
    const isTaken = await table.write(
      putWhere(
        { ...takingKey(pk), form: TAKING.version, data: { by, until }, expiresAt },
        {
          expression: 'attribute_not_exists(pk) OR #data.#by = :by OR #data.#until <= :at',
          names: { '#data': 'data', '#by': 'by', '#until': 'until' },
          values: { ':by': by, ':at': at },
        },
      ),
    );
    if (isTaken) return { by, until };
    return (await this.of([pk], at)).get(pk) ?? this.take(pk, by, at);
  },

  /** Who is at work on which records at an instant. */
  async of(pks: readonly Key['pk'][], at: string): Promise<Map<string, Taking>> {
    const items = await table.getMany(pks.map(takingKey));
    const found = items.flatMap((item) =>
      item ? [[item.pk, readForm(TAKING, item['data'], item['form'])] as const] : [],
    );
    return new Map(found.filter(([, { until }]) => until > at));
  },
});
