import type { Runtime } from '../../functions/shared/runtime.ts';
import type { Table } from '../../functions/shared/table/table.ts';

/** A runtime that notes of which kinds the partitions are that its table is asked for, e.g. `WEBHOOK`. */
export function watched(runtime: Runtime): { readonly runtime: Runtime; readonly kinds: Set<string> } {
  const kinds = new Set<string>();
  const note = (pk: unknown): void => void kinds.add(String(pk).split('#')[2] ?? '');
  const { table } = runtime;
  const watching: Table = {
    ...table,
    get: (key) => {
      note(key.pk);
      return table.get(key);
    },
    getMany: (keys) => {
      for (const { pk } of keys) note(pk);
      return table.getMany(keys);
    },
    query: (input, of) => {
      for (const value of Object.values(input.ExpressionAttributeValues ?? {})) {
        if (String(value).startsWith('DST#')) note(value);
      }
      return table.query(input, of);
    },
    next: (series, count) => {
      note(series.pk);
      return table.next(series, count);
    },
    write: (write) => {
      note(keyOf(write.item('registry')));
      return table.write(write);
    },
    ask: (writes) => {
      for (const write of writes) note(keyOf(write.item('registry')));
      return table.ask(writes);
    },
    commit: (writes) => {
      for (const write of writes) note(keyOf(write.item('registry')));
      return table.commit(writes);
    },
  };
  return { runtime: { ...runtime, table: watching }, kinds };
}

function keyOf({ Put, Update, Delete, ConditionCheck }: ReturnType<Parameters<Table['write']>[0]['item']>): unknown {
  return Put?.Item?.['pk'] ?? (Update ?? Delete ?? ConditionCheck)?.Key?.['pk'];
}
