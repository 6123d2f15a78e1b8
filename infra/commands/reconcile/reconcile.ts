import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DocumentsCited } from '../../../functions/events/document.ts';
import { sha256 } from '../../../functions/shared/digest.ts';
import { Custody, custodyKey } from '../../../functions/shared/documents/custody.ts';
import type { DocumentStorage, Place } from '../../../functions/shared/documents/storage.ts';
import { parseIdentifier } from '../../../functions/shared/kernel/identifier.ts';
import type { Awaited, Awaits } from '../../../functions/shared/outbox/awaited.ts';
import { announce, type Message, OUTBOX_PREFIX } from '../../../functions/shared/outbox/message.ts';
import { WORKFLOWS, type Workflow } from '../../../functions/shared/outbox/workflows.ts';
import type { TableNames } from '../../../functions/shared/table/client.ts';
import { CURRENT, districtKey, type Key, lastPart } from '../../../functions/shared/table/keys.ts';
import { outboxItem } from '../../../functions/shared/table/outbox.ts';
import { type StoredItem, table } from '../../../functions/shared/table/table.ts';
import { put } from '../../../functions/shared/table/write.ts';
import { verifyEvidence } from '../audit/evidence.ts';
import { AWAITS, RECORDS } from './awaits.ts';
import type { Executions } from './executions.ts';
import type { Finding } from './finding.ts';
import { survey } from './survey.ts';

export interface Reconciliation {
  readonly client: DynamoDBDocumentClient;
  readonly names: TableNames;
  readonly executions: Executions;
  /** Asked for only where there are files. */
  readonly storage: () => DocumentStorage;
  /** The keys of the files that lie in a place, e.g. `500111/document-500111-…`. */
  readonly filesIn: (place: Place) => AsyncIterable<string>;
  /** Events that subscribers refused for good, where the host keeps them. */
  readonly deadLetters: readonly { readonly target: string; readonly error: string }[];
  /** ISO 8601; names what the run writes. */
  readonly run: string;
  /**
   * Whether it is worth while to look again at what does not hold: settles after a pause with true as long as it is. On a
   * registry in use a record waits for moments before its execution is there.
   */
  readonly again: (look: number) => Promise<boolean>;
}

/** Calls that are made at once. */
const AT_ONCE = 20;

/** Holds records, executions, messages and files to each other, and tells what does not fit and how it is mended. */
export async function reconcile(of: Reconciliation): Promise<Finding[]> {
  const found = await survey(of.client, of.names.registry, new Set(AWAITS.map(({ kind }) => kind)));
  const registry = table(of.client, of.names);
  const { executions, run } = of;
  const send = (pk: Key['pk'], name: string, message: Message): Promise<boolean> =>
    registry.write(put(outboxItem({ pk, sk: `${OUTBOX_PREFIX}RECONCILE#${name}` }, run, { message })));

  const awaitedBy = async (item: StoredItem): Promise<Awaited | undefined> =>
    AWAITS.find(({ kind }: Awaits) => kind === kindOf(item.pk))?.of(item, registry);

  /** A name under which a further execution of the work can be started. */
  const freeName = async ({ start: { workflow, executionName } }: Awaited): Promise<string> => {
    for (let further = 0; ; further += 1) {
      const name = further === 0 ? executionName : `${executionName}-again-${further}`;
      if (!(await executions.exists(workflow, name))) return name;
    }
  };

  const startAgain = async (pk: Key['pk'], awaited: Awaited): Promise<void> => {
    const executionName = await freeName(awaited);
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
    const names = [...(running.get(workflow) ?? [])].filter((name) => isOf(awaited, name));
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

  /** What is left of suspects that are looked at again and again. */
  const confirmed = async <T>(
    suspects: readonly T[],
    judge: (suspect: T, look: number) => Promise<Finding | undefined>,
    before: () => Promise<void> = async () => {},
  ): Promise<Finding[]> => {
    let left: readonly { suspect: T; finding: Finding }[] = [];
    for (let look = 1, next = suspects; ; look += 1) {
      await before();
      const looks = await inBatches(next, async (suspect) => {
        const finding = await judge(suspect, look);
        return finding && { suspect, finding };
      });
      left = looks.filter((one) => one !== undefined);
      next = left.map(({ suspect }) => suspect);
      if (left.length === 0 || !(await of.again(look))) return left.map(({ finding }) => finding);
    }
  };

  let running = new Map<Workflow, Set<string>>();
  const refresh = async (): Promise<void> => void (running = await runningNow());
  const current = (pk: string): Promise<StoredItem | undefined> => registry.get({ pk, sk: CURRENT });

  const waiting = await confirmed(
    found.records,
    async (item, look) => {
      const now = look === 1 ? item : await current(item.pk);
      return now && judged(now, running);
    },
    refresh,
  );

  const orphans = [...running].flatMap(([workflow, names]) => [...names].map((name) => ({ workflow, name })));
  const withoutRecord = await confirmed(
    orphans,
    async ({ workflow, name }) => {
      const pk = partitionOf(name);
      if (!running.get(workflow)?.has(name) || pk === undefined || (await current(pk))) return undefined;
      const mend = () => executions.stop(workflow, name);
      return { what: 'EXECUTION_WITHOUT_RECORD', id: name, detail: workflow, mend };
    },
    refresh,
  );

  const unheard = await confirmed(found.resumes, async ({ pk, sk, at, message }) => {
    if (!(await executions.isOpen(message.taskToken))) return undefined;
    const mend = async (): Promise<void> => void (await send(pk, `${run}#${sha256(sk).slice(0, 16)}`, message));
    return { what: 'MESSAGE_NOT_CARRIED', id: `${pk} ${sk}`, detail: `resume, committed ${at}`, mend };
  });

  // Of a record that waits, its own state says what is to be started; of one that has moved on, nothing is.
  const ofItself = found.starts.filter(({ message }) => message.input['entityId'] !== undefined);
  const unstarted = await confirmed(ofItself, async ({ pk, sk, at, message }) => {
    if (await executions.exists(message.workflow, message.executionName)) return undefined;
    const mend = async (): Promise<void> => void (await send(pk, `${run}#${sha256(sk).slice(0, 16)}`, message));
    return { what: 'MESSAGE_NOT_CARRIED', id: message.executionName, detail: `start, committed ${at}`, mend };
  });

  const letters = of.deadLetters.map(
    ({ target, error }): Finding => ({ what: 'EVENT_NOT_DELIVERED', id: target, detail: error }),
  );
  return [...waiting, ...withoutRecord, ...unheard, ...unstarted, ...letters, ...(await aboutFiles())];

  async function aboutFiles(): Promise<Finding[]> {
    const { lost } = await verifyEvidence(of.client, of.names, of.storage);
    const missing = await inBatches(lost, async ({ documentId, what, citedBy }): Promise<Finding> => {
      const custody = Custody.optional().parse(await registry.get(custodyKey(documentId)));
      const detail = `cited by ${citedBy}`;
      const isElsewhere = custody && (await liesSomewhere(custody));
      if (isElsewhere) return { what: 'EVIDENCE_NOT_KEPT', id: documentId, detail, mend: () => keep(custody) };
      return { what: what === 'missing' ? 'FILE_MISSING' : 'FILE_DIFFERS', id: documentId, detail };
    });
    const told = new Set(missing.map(({ id }) => id));
    const uncopied = await confirmed(
      found.uncopied.filter(({ documentId }) => !told.has(documentId)),
      async ({ documentId }) => {
        const custody = Custody.optional().parse(await registry.get(custodyKey(documentId)));
        if (custody?.state !== 'CITED') return undefined;
        return { what: 'EVIDENCE_NOT_KEPT', id: documentId, detail: 'cited', mend: () => keep(custody) };
      },
    );
    return [...missing, ...uncopied, ...(await unknown())];
  }

  async function unknown(): Promise<Finding[]> {
    const findings: Finding[] = [];
    for (const place of ['uploads', 'evidence'] as const) {
      for await (const key of of.filesIn(place)) {
        const id = key.slice(key.lastIndexOf('/') + 1);
        if (found.documents.has(id)) continue;
        const districtId = parseIdentifier('document', id)?.districtId ?? '';
        const isKnown = await current(districtKey(districtId, 'DOCUMENT', id));
        if (!isKnown) findings.push({ what: 'FILE_WITHOUT_RECORD', id: key, detail: place });
      }
    }
    return findings;
  }

  async function liesSomewhere({ key, sha256: digest }: Custody): Promise<boolean> {
    const storage = of.storage();
    return (await storage.digest('uploads', key)) === digest || (await storage.digest('evidence', key)) === digest;
  }

  /** Has a cited file copied to the evidence, or its custody say that it lies there. */
  async function keep({ documentId, key, sha256: digest }: Custody): Promise<void> {
    const districtId = parseIdentifier('document', documentId)?.districtId ?? '';
    const files = [{ documentId, key, sha256: digest }];
    await send(custodyKey(documentId).pk, run, announce(DocumentsCited, { districtId, version: 1, at: run, files }));
  }
}

const kindOf = (pk: string): string => pk.split('#')[2] ?? '';

/** Whether an execution of a name is of the work that a record waits for. */
const isOf = ({ executions: names }: Awaited, name: string): boolean => name === names || name.startsWith(`${names}-`);

/** The partition of the record that an execution of a name is for; undefined of a name that the registry did not give. */
function partitionOf(name: string): Key['pk'] | undefined {
  const [id, kind, districtId = ''] = /^([a-z]+)-(\d{6})-[0-9A-HJKMNP-TV-Z]{26}/.exec(name) ?? [];
  const record = kind === undefined ? undefined : RECORDS[kind];
  return id === undefined || record === undefined ? undefined : districtKey(districtId, record, id);
}

async function inBatches<T, R>(members: readonly T[], work: (member: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < members.length; start += AT_ONCE) {
    results.push(...(await Promise.all(members.slice(start, start + AT_ONCE).map(work))));
  }
  return results;
}
