import { ulid } from 'ulid';
import { build as api } from '../../../functions/credit/api.ts';
import { creditApi } from '../../../functions/credit/contract/index.ts';
import { build as scoreEntity } from '../../../functions/credit/steps/score-entity.ts';
import { build as onCreditSubjectChanged } from '../../../functions/credit/subscribers/on-credit-subject-changed.ts';
import type { EntityKind } from '../../../functions/events/entity.ts';
import { type CallOptions, call, clerk, DAZU, type Reply } from '../../kit/call.ts';
import { invoke } from '../../kit/deliver.ts';
import type { TestRegistry } from '../../kit/registry.ts';

export { invoke };

export const creditKey = (entityId: string) => `DST#${entityId.split('-')[1]}#CREDIT#${entityId}`;

/** What the tests do over and over with a registry. */
export const creditKit = (registry: TestRegistry) => ({
  /** Tells credit of a filed entity; answers its id. */
  async file(kind: EntityKind, registeredOn = '2026-01-05', districtId = DAZU, version = 1): Promise<string> {
    const entityId = `entity-${districtId}-${ulid()}`;
    await this.tell({ entityId, districtId, version, kind, registeredOn });
    return entityId;
  },

  async tell(detail: Record<string, unknown>): Promise<void> {
    await invoke(onCreditSubjectChanged(registry.runtime), {
      id: ulid(),
      time: '2026-03-17T01:30:00Z',
      'detail-type': 'EntityChanged',
      detail: { at: '2026-03-17T01:30:00Z', name: '大足龙水某五金经营部', status: 'ACTIVE', ...detail },
    });
  },

  call: async (operation: keyof typeof creditApi, options: CallOptions): Promise<Reply> =>
    call(api(registry.runtime), creditApi, operation, options),

  async record(entityId: string, indicator: string, body: Record<string, unknown> = {}): Promise<Reply> {
    return this.call('recordCreditEvent', {
      caller: clerk(entityId.split('-')[1]),
      body: {
        entityId,
        indicator,
        occurredOn: '2026-03-10',
        source: { authority: '大足区商务委', documentNumber: ulid(), documentDate: '2026-03-11' },
        ...body,
      },
    });
  },

  /** Runs the step that the workflow runs for an event or a registration. */
  score: async (entityId: string, cause = { type: 'EVENT', id: 'creditevent' }) =>
    invoke<{ score: number; grade: string }>(scoreEntity(registry.runtime), { entityId, cause }),

  async credit(entityId: string, asOf?: string, caller = clerk(entityId.split('-')[1])): Promise<Reply> {
    return this.call('getCredit', {
      caller,
      params: { id: entityId },
      ...(asOf === undefined ? {} : { query: { asOf } }),
    });
  },
});
