import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { creditApi } from '../../../functions/credit/contract/index.ts';
import { reference } from '../../../functions/shared/reference/reference.ts';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import { table } from '../../../functions/shared/table/table.ts';
import { startEngine } from '../../../infra/local/dynamodb/engine.ts';
import { createTables } from '../../../infra/local/dynamodb/tables.ts';
import { setEnvironment, TABLE_NAMES } from '../../../infra/local/environment.ts';
import { tables } from '../../../infra/manifest/tables.ts';
import { call, clerk, DAZU } from '../../kit/call.ts';
import { meter } from '../meter.ts';
import type { Row } from '../row.ts';

type Run = (event: unknown, context: unknown) => Promise<unknown>;

/** Write and read units of one recorded fact: of the request, and of the execution that scores it. */
export interface EventCost {
  readonly request: { read: number; write: number };
  readonly execution: { read: number; write: number };
}

/**
 * Records and scores facts of one entity, one after another.
 *
 * @param indicators of the facts, in order
 * @returns what each cost
 */
export async function eventCosts(indicators: readonly string[]): Promise<EventCost[]> {
  const engine = await startEngine();
  const proxy = await meter(engine.endpoint);
  const client = new DynamoDBClient({
    endpoint: proxy.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  });
  try {
    await createTables(client, tables, TABLE_NAMES);
    const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
    const registry = table(documents, TABLE_NAMES);
    const now = () => new Date('2026-03-17T01:30:00.000Z');
    const runtime: Runtime = {
      table: registry,
      reference: reference(registry, now),
      now,
      newUlid: () => ulid(),
      executionArn: (workflow, name) => `arn:aws:states:local:000000000000:execution:${workflow}:${name}`,
    };
    // Imported here because a function's module reads the environment when it is loaded.
    const unused = 'http://localhost';
    setEnvironment({
      dynamodb: proxy.endpoint,
      stepFunctions: unused,
      lambda: unused,
      s3: unused,
      kms: unused,
      secrets: unused,
    });
    const { build: buildApi } = await import('../../../functions/credit/api.ts');
    const { build: buildScoreEntity } = await import('../../../functions/credit/steps/score-entity.ts');
    const { build: buildSubject } = await import('../../../functions/credit/subscribers/on-credit-subject-changed.ts');
    const entityId = `entity-${DAZU}-${ulid()}`;
    const scoreEntity = buildScoreEntity(runtime) as unknown as Run;
    const filed = { entityId, districtId: DAZU, version: 1, kind: 'customsBroker', registeredOn: '2026-01-05' };
    const envelope = { id: 'event', time: '2026-03-17T01:30:00.000Z', 'detail-type': 'EntityChanged' };
    await (buildSubject(runtime) as unknown as Run)(
      { ...envelope, detail: { ...filed, name: '重庆嘉关报关有限公司', filingNumber: 'CB-500111-000001' } },
      {},
    );
    await scoreEntity({ entityId, cause: { type: 'REGISTRATION', id: entityId } }, {});

    const measured = async <T>(action: () => Promise<T>) => {
      proxy.reset();
      const result = await action();
      return { result, units: { ...proxy.units } };
    };
    const costs: EventCost[] = [];
    for (const [index, indicator] of indicators.entries()) {
      const source = {
        authority: '重庆海关',
        documentNumber: `渝关缉查字〔2026〕${index + 1}号`,
        documentDate: '2026-03-11',
      };
      const request = await measured(async () =>
        call(buildApi(runtime), creditApi, 'recordCreditEvent', {
          caller: clerk(),
          headers: { 'Idempotency-Key': crypto.randomUUID() },
          body: { entityId, indicator, occurredOn: '2026-03-10', source },
        }),
      );
      if (request.result.status !== 202) throw new Error(JSON.stringify(request.result.body));
      const cause = { type: 'EVENT', id: request.result.body.id as string };
      const execution = await measured(async () => scoreEntity({ entityId, cause }, {}));
      costs.push({ request: request.units, execution: execution.units });
    }
    return costs;
  } finally {
    client.destroy();
    await proxy.close();
    await engine.close();
  }
}

/** A fact that moves the score, and one that moves the grade too. */
export async function bench(): Promise<Row[]> {
  const costs = await eventCosts(['DECLARATION_AMENDED', 'CUSTOMS_FINE_BELOW_10000']);
  return costs.flatMap(({ request, execution }, index) => {
    const what = ['a fact that moves the score', 'a fact that moves the grade'][index];
    return [
      { name: `${what}: request, write units`, value: request.write, unit: 'WRU' },
      { name: `${what}: execution, write units`, value: execution.write, unit: 'WRU' },
      { name: `${what}: execution, read units`, value: execution.read, unit: 'RRU' },
    ];
  });
}
