import { expect, it } from 'vitest';
import { sha256 } from '../../../../functions/shared/digest.ts';
import { custodyKey } from '../../../../functions/shared/documents/custody.ts';
import type { DocumentStorage, Place } from '../../../../functions/shared/documents/storage.ts';
import { identifier } from '../../../../functions/shared/kernel/identifier.ts';
import type { Message } from '../../../../functions/shared/outbox/message.ts';
import { CURRENT, districtKey, type Key } from '../../../../functions/shared/table/keys.ts';
import { outboxItem } from '../../../../functions/shared/table/outbox.ts';
import { put } from '../../../../functions/shared/table/write.ts';
import { newDelivery } from '../../../../functions/webhooks/services/tell.ts';
import { deliveries, executionNameOf } from '../../../../functions/webhooks/store/deliveries.ts';
import type { Executions } from '../../../../infra/commands/reconcile/executions.ts';
import type { Finding } from '../../../../infra/commands/reconcile/finding.ts';
import { reconcile } from '../../../../infra/commands/reconcile/reconcile.ts';
import type { Reconciliation } from '../../../../infra/commands/reconcile/work.ts';
import { DAZU } from '../../../kit/call.ts';
import { useRegistry } from '../../../kit/registry.ts';

/**
 * Messages, events and files that do not fit, each by itself; records and executions are in `test/verify/restore.test.ts`.
 */

const registry = useRegistry();
const AT = '2026-03-17T01:00:00.000Z';
const RUN = '2026-03-17T01:30:00.000Z';

/** Executions of which some run; some tokens are waited for, some names are known. */
const executionsWith = ({
  open = [],
  known = [],
  running = [],
}: Partial<Record<'open' | 'known' | 'running', string[]>> = {}): Executions => ({
  running: async () => new Set(running),
  exists: async (_workflow, name) => known.includes(name),
  waitsFor: async () => undefined,
  isOpen: async (taskToken) => open.includes(taskToken),
  stop: async () => {},
});

/** Files by their place and key. */
const storageOf = (files: Partial<Record<Place, Record<string, string>>>): DocumentStorage =>
  ({
    digest: async (place: Place, key: string) => {
      const content = files[place]?.[key];
      return content === undefined ? undefined : sha256(content);
    },
  }) as Partial<DocumentStorage> as DocumentStorage;

const found = (of: Partial<Reconciliation> = {}): Promise<Finding[]> =>
  reconcile({
    client: registry.documents,
    names: { registry: 'registry', audit: 'audit' },
    executions: executionsWith(),
    storage: () => storageOf({}),
    async *filesIn() {},
    deadLetters: [],
    run: RUN,
    again: async () => false,
    ...of,
  });

const told = (findings: readonly Finding[]) => findings.map(({ what, id, detail }) => ({ what, id, detail }));

let count = 0;
const ulid = (): string => `01JDXKQ8Z3W5T7V9Y1${String((count += 1)).padStart(8, '0')}`;

const outbox = async (pk: Key['pk'], sk: string, message: Message): Promise<void> => {
  await registry.runtime.table.write(put(outboxItem({ pk, sk }, AT, { message })));
};

it('names an event that a subscriber refused, and leaves it to a person', async () => {
  const deadLetters = [{ target: 'credit.onFiled', error: 'boom' }];
  const findings = await found({ deadLetters });
  expect(told(findings)).toEqual([{ what: 'EVENT_NOT_DELIVERED', id: 'credit.onFiled', detail: 'boom' }]);
  expect(findings[0]?.mend).toBeUndefined();
});

it('has an answer that somebody waits for carried again, once, and no other', async () => {
  const pk = districtKey(DAZU, 'FILING', identifier('filing', DAZU, ulid()));
  const answer = (taskToken: string): Message => ({ type: 'resume', taskToken, output: { decision: 'APPROVE' } });
  await outbox(pk, 'OUTBOX#0001#a', answer('waited for'));
  await outbox(pk, 'OUTBOX#0002#b', answer('heard'));
  const executions = executionsWith({ open: ['waited for'] });
  const findings = await found({ executions });
  const expected = { what: 'MESSAGE_NOT_CARRIED', id: `${pk} OUTBOX#0001#a`, detail: `resume, committed ${AT}` };
  expect(told(findings)).toEqual([expected]);
  await findings[0]?.mend?.();
  await findings[0]?.mend?.();
  const messages = await registry.messages(pk);
  expect(messages.filter((one) => one.type === 'resume' && one.taskToken === 'waited for')).toHaveLength(2);
  // Its execution goes on.
  expect(await found()).toEqual([]);
});

it('has a workflow that never began for an entity begun', async () => {
  const entityId = identifier('entity', DAZU, ulid());
  const pk = districtKey(DAZU, 'ENTITY', entityId);
  const start = (executionName: string): Message => ({
    type: 'start',
    workflow: 'credit-scoring',
    executionName,
    input: { entityId },
  });
  await outbox(pk, 'OUTBOX#0001#s', start('never begun'));
  await outbox(pk, 'OUTBOX#0002#s', start('begun'));
  const findings = await found({ executions: executionsWith({ known: ['begun'] }) });
  expect(told(findings)).toEqual([
    { what: 'MESSAGE_NOT_CARRIED', id: 'never begun', detail: `start, committed ${AT}` },
  ]);
  await findings[0]?.mend?.();
  expect(await registry.messages(pk)).toHaveLength(3);
  expect(await found({ executions: executionsWith({ known: ['begun', 'never begun'] }) })).toEqual([]);
});

it('names a cited file that is gone, one that is another, and one that is only not where it should be', async () => {
  const keep = async (content: string) => {
    const documentId = identifier('document', DAZU, ulid());
    const key = `${DAZU}/${documentId}`;
    const digest = sha256(content);
    await registry.runtime.table.write(
      put({ pk: districtKey(DAZU, 'DOCUMENT', documentId), sk: CURRENT, data: { sha256: digest } }),
    );
    await registry.runtime.table.write(
      put({ ...custodyKey(documentId), documentId, key, sha256: digest, state: 'KEPT' }),
    );
    return { documentId, key };
  };
  const [whole, missing, changed, left] = [await keep('甲'), await keep('乙'), await keep('丙'), await keep('丁')];
  const storage = storageOf({
    evidence: { [whole.key]: '甲', [changed.key]: '丙，改过' },
    uploads: { [whole.key]: '甲', [left.key]: '丁' },
  });
  const all = await found({ storage: () => storage });
  const findings = all.filter(({ id }) => id.startsWith('document-'));
  const byId = Object.fromEntries(findings.map(({ what, id, mend }) => [id, [what, mend !== undefined]]));
  expect(byId).toEqual({
    [missing.documentId]: ['FILE_MISSING', false],
    [changed.documentId]: ['FILE_DIFFERS', false],
    [left.documentId]: ['EVIDENCE_NOT_KEPT', true],
  });
});

it('has a message to a webhook sent that nothing sends, also where its execution ended before the table was set back', async () => {
  const store = deliveries(registry.runtime.table);
  const webhook = { id: identifier('webhook', DAZU, ulid()), status: 'ACTIVE' } as const;
  const tell = async (version: number) => {
    const entityId = identifier('entity', DAZU, ulid());
    const message = { event: 'EntityChanged', recordId: entityId, districtId: DAZU, version, at: AT, path: '/v1' };
    const delivery = newDelivery(webhook, message);
    await store.tell(delivery, AT);
    return delivery;
  };
  const [unsent, sending, forgotten, sent] = [await tell(1), await tell(2), await tell(3), await tell(4)];
  const before = await store.delivery(sent.id);
  if (!before) throw new Error('no delivery');
  await registry.runtime.table.commit(store.deliveryWrites(before, { ...sent, status: 'DELIVERED' }, AT));
  const nameOf = new Map([unsent, sending, forgotten, sent].map((one) => [one, executionNameOf(one)]));
  const named = (delivery: typeof sent): string => nameOf.get(delivery) ?? '';
  const executions = executionsWith({
    known: [sending, forgotten, sent].map(named),
    running: [`${named(sending)}-again-1`],
  });
  const findings = (await found({ executions })).filter(({ id }) => [...nameOf.values()].includes(id));
  const finding = (one: typeof sent) => ({
    what: 'MESSAGE_NOT_CARRIED',
    id: named(one),
    detail: `start, committed ${AT}`,
  });
  expect(told(findings)).toEqual([finding(unsent), finding(forgotten)]);
  for (const { mend } of findings) await mend?.();
  const starts = (await registry.messages(`DST#${DAZU}#WEBHOOK_DELIVERIES#${webhook.id}`)).flatMap((message) =>
    message.type === 'start' ? [message.executionName] : [],
  );
  expect(starts).toContain(`${named(forgotten)}-again-1`);
  expect(starts.filter((name) => name === named(unsent))).toHaveLength(2);
});
