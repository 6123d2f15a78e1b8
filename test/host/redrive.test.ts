import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { stepFunctionsAt } from '../../infra/commands/step-functions.ts';
import { TABLE_NAMES } from '../../infra/local/environment.ts';
import { checkpoints } from '../../infra/local/events/checkpoints.ts';
import { executionArn, stateMachineArn } from '../../infra/local/step-functions/arns.ts';
import { samples } from '../functions/filing/samples.ts';
import { clerk, DAZU, operator, reviewer } from '../kit/call.ts';
import { useHost } from '../kit/host.ts';
import { until } from '../kit/until.ts';

const registry = useHost();

// Of a version that this release does not know: it is refused at the start too.
const letters = checkpoints(join(registry.dataDir, 'events.sqlite'));
letters.deadLetter({
  target: 'OnTradeChanged',
  event: JSON.stringify({
    id: 'of-later',
    'detail-type': 'TradeChanged',
    time: '2026-03-17T00:00:00.000Z',
    detail: { envelope: { version: 99, correlationId: 'a', causationId: 'a' } },
  }),
  error: 'Error: refused',
  at: '2026-03-17T00:00:00.000Z',
});
letters.close();

const executions = async () => (await registry.send(operator(), 'GET', '/v1/executions')).body.items;

it('lists an execution that failed, has it go on once its cause is mended, and lists it no more', async () => {
  const { body } = await registry.send(clerk(), 'POST', '/v1/filings', samples.merchant);
  const filing = `/v1/filings/${body.id}`;
  await until('the filing waits for its review', async () => {
    const { status } = (await registry.send(clerk(), 'GET', filing)).body;
    return status === 'PENDING_REVIEW' || undefined;
  });
  expect(await executions()).toEqual([]);

  const documents = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: registry.host.dynamodbUrl }));
  const formed = (form: number) =>
    documents.send(
      new UpdateCommand({
        TableName: TABLE_NAMES.registry,
        Key: { pk: `DST#${DAZU}#FILING#${body.id}`, sk: 'CURRENT' },
        UpdateExpression: 'SET #form = :form',
        ExpressionAttributeNames: { '#form': 'form' },
        ExpressionAttributeValues: { ':form': form },
        ReturnValues: 'UPDATED_OLD',
      }),
    );
  const { Attributes } = await formed(99);
  const sfn = stepFunctionsAt(registry.host.stepFunctionsUrl);
  const input = JSON.stringify({ filingId: body.id, revision: 1, correlationId: 'request-1' });
  await sfn.send(new StartExecutionCommand({ stateMachineArn: stateMachineArn('filing'), name: 'again', input }));
  const failed = await until('the execution has failed', async () => (await executions())[0]);
  expect(failed).toMatchObject({
    workflow: 'filing',
    name: 'again',
    recordId: body.id,
    error: { name: 'WrittenByLaterRelease' },
    mayRedrive: true,
  });

  const redrive = '/v1/executions/filing/again/redrive';
  for (const other of [clerk(), reviewer()]) expect((await registry.send(other, 'POST', redrive)).status).toBe(403);
  await formed(Number(Attributes?.['form']));
  const key = { 'Idempotency-Key': 'one-deed' };
  const answers = [1, 2].map(() => registry.send(operator(), 'POST', redrive, undefined, key));
  for (const { status } of await Promise.all(answers)) expect(status).toBe(202);
  await until('it has gone on', async () => (await executions()).length === 0 || undefined);
  const now = await sfn.send(new DescribeExecutionCommand({ executionArn: executionArn('filing', 'again') }));
  expect(now).toMatchObject({ redriveCount: 1 });
  expect(now.error).toBeUndefined();
  expect((await registry.send(operator(), 'POST', redrive)).status).toBe(409);
});

it('lists an event that a subscriber refused, and keeps it while it is refused again', async () => {
  const list = async () => (await registry.send(operator(), 'GET', '/v1/dead-letters')).body.items;
  const [letter] = await list();
  expect(letter).toMatchObject({ id: 'OnTradeChanged-of-later', subscriber: 'OnTradeChanged', event: 'TradeChanged' });
  const redrive = `/v1/dead-letters/${letter.id}/redrive`;
  expect((await registry.send(clerk(), 'POST', redrive)).status).toBe(403);
  expect((await registry.send(operator(), 'POST', redrive)).status).toBe(202);
  expect((await list())[0]).toMatchObject({ id: letter.id, lastRedrive: { by: 'operator' } });
});
