import type { Awaited, Awaits } from '../../../functions/shared/outbox/awaited.ts';
import { WORKFLOWS, type Workflow } from '../../../functions/shared/outbox/workflows.ts';
import { districtKey, type Key, lastPart } from '../../../functions/shared/table/keys.ts';
import type { StoredItem } from '../../../functions/shared/table/table.ts';
import { AWAITS, RECORDS } from './awaits.ts';
import type { Finding } from './finding.ts';
import { confirmed, freeName, isNamedFor, type Work } from './work.ts';

/** Holds the records that wait and the executions that run to each other. */
export async function aboutWaiting(work: Work): Promise<Finding[]> {
  const { executions, found, registry, current, send } = work;

  const awaitedBy = async (item: StoredItem): Promise<Awaited | undefined> =>
    AWAITS.find(({ kind }: Awaits) => kind === kindOf(item.pk))?.of(item, registry);

  const startAgain = async (pk: Key['pk'], awaited: Awaited): Promise<void> => {
    const executionName = await freeName(work, awaited.start.workflow, awaited.start.executionName);
    await send(pk, executionName, { ...awaited.start, executionName });
  };

  /** Executions of the work that run, and cannot hear what the record is told. */
  const isDeaf = async (awaited: Awaited, names: readonly string[]): Promise<boolean> => {
    if (awaited.taskToken !== undefined) return !(await executions.isOpen(awaited.taskToken));
    const waits = await Promise.all(names.map((name) => executions.waitsFor(awaited.start.workflow, name)));
    return waits.every((one) => one === 'answer' || (one === 'instant' && awaited.isForDay !== true));
  };

  /** What is wrong with a record that waits. */
  const judged = async (
    item: StoredItem,
    running: ReadonlyMap<Workflow, ReadonlySet<string>>,
  ): Promise<Finding | undefined> => {
    const awaited = await awaitedBy(item);
    if (!awaited) return undefined;
    const pk = item.pk as Key['pk'];
    const { workflow } = awaited.start;
    const names = [...(running.get(workflow) ?? [])].filter((name) => isNamedFor(name, awaited.executions));
    const told = { id: lastPart(pk), detail: `${workflow} ${awaited.state}` };
    if (names.length === 0) {
      return { what: 'RECORD_WITHOUT_EXECUTION', ...told, mend: () => startAgain(pk, awaited) };
    }
    if (!(await isDeaf(awaited, names))) return undefined;
    const mend = async (): Promise<void> => {
      for (const name of names) await executions.stop(workflow, name);
      await startAgain(pk, awaited);
    };
    return { what: 'DEAF_EXECUTION', ...told, mend };
  };

  const runningNow = async (): Promise<Map<Workflow, Set<string>>> =>
    new Map(await Promise.all(WORKFLOWS.map(async (one) => [one, await executions.running(one)] as const)));

  let running = new Map<Workflow, Set<string>>();
  const refresh = async (): Promise<void> => void (running = await runningNow());

  const waiting = await confirmed(
    work,
    found.records,
    async (item, look) => {
      const now = look === 1 ? item : await current(item.pk);
      return now && judged(now, running);
    },
    refresh,
  );

  const orphans = [...running].flatMap(([workflow, names]) => [...names].map((name) => ({ workflow, name })));
  const withoutRecord = await confirmed(
    work,
    orphans,
    async ({ workflow, name }) => {
      const pk = partitionOf(name);
      if (!running.get(workflow)?.has(name) || pk === undefined || (await current(pk))) return undefined;
      const mend = () => executions.stop(workflow, name);
      return { what: 'EXECUTION_WITHOUT_RECORD', id: name, detail: workflow, mend };
    },
    refresh,
  );

  return [...waiting, ...withoutRecord];
}

const kindOf = (pk: string): string => pk.split('#')[2] ?? '';

/** The partition of the record that an execution of a name is for; undefined of a name that the registry did not give. */
function partitionOf(name: string): Key['pk'] | undefined {
  const [id, kind, districtId = ''] = /^([a-z]+)-(\d{6})-[0-9A-HJKMNP-TV-Z]{26}/.exec(name) ?? [];
  const record = kind === undefined ? undefined : RECORDS[kind];
  return id === undefined || record === undefined ? undefined : districtKey(districtId, record, id);
}
