import { expect, it } from 'vitest';
import { subjectKey, subjects } from '../../../functions/credit/store/subjects.ts';
import { build } from '../../../functions/credit/subscribers/on-credit-subject-changed.ts';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import { TableUnavailable } from '../../../functions/shared/table/errors.ts';
import type { Table } from '../../../functions/shared/table/table.ts';
import { invoke } from '../../kit/deliver.ts';
import { useRegistry } from '../../kit/registry.ts';
import { delivery, sample } from '../events/samples.ts';

const registry = useRegistry();

const told = sample('EntityChanged', { version: 2 });
const starts = () => registry.messages(subjectKey(told.entityId));
const tell = (version: number, runtime: Runtime = registry.runtime) =>
  invoke(build(runtime), delivery('EntityChanged', { ...told, version }));

it('whom credit is kept of is scored once a version, though the first delivery broke off in between', async () => {
  const { table } = registry.runtime;
  let writes = 0;
  const failing: Table = {
    ...table,
    write: async (write) => {
      writes += 1;
      if (writes === 2) throw new TableUnavailable('the second write is lost');
      return table.write(write);
    },
  };
  await expect(tell(2, { ...registry.runtime, table: failing })).rejects.toThrow('the second write is lost');
  expect(await starts()).toEqual([]);
  await tell(2);
  await tell(2);
  // An older version, told late, changes nothing.
  await tell(1);
  expect(await starts()).toMatchObject([{ type: 'start', executionName: `${told.entityId}-2` }]);
  expect((await subjects(table).subject(told.entityId))?.version).toBe(2);
});

it('who was taken over from elsewhere has a record here from that day on, whenever it was filed there', async () => {
  const entityId = told.entityId.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  const taken = { ...told, entityId, registeredOn: '2023-05-20', formerNumber: 'YD-1', takenOverOn: '2026-03-17' };
  await invoke(build(registry.runtime), delivery('EntityChanged', taken));
  const subject = await subjects(registry.runtime.table).subject(entityId);
  expect(subject?.registeredOn).toBe('2026-03-17');
  expect(subject).not.toHaveProperty('takenOverOn');
});
