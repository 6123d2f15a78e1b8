import { createServer, type IncomingMessage } from 'node:http';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { identifier } from '../../../../functions/shared/kernel/identifier.ts';
import { WORKFLOWS } from '../../../../functions/shared/outbox/workflows.ts';
import { stateMachineVariable } from '../../../../functions/shared/runtime.ts';
import { outside } from '../../../../infra/commands/reconcile/outside.ts';
import { reconcile } from '../../../../infra/commands/reconcile/reconcile.ts';
import { listen } from '../../../../infra/local/listen.ts';
import { DAZU } from '../../../kit/call.ts';
import { useRegistry } from '../../../kit/registry.ts';

/**
 * What a reconciliation asks of AWS, by its real clients, of services that answer in pages and refuse whoever is in haste.
 */

const registry = useRegistry();
const ENV = {
  REGISTRY_TABLE: 'registry',
  AUDIT_TABLE: 'audit',
  DOCUMENT_BUCKET: 'documents',
  EVIDENCE_BUCKET: 'evidence',
  RELAY_FUNCTION: 'Relay',
};

afterEach(() => vi.unstubAllEnvs());

const arnOf = (workflow: string): string => `arn:aws:states:cn-north-1:000000000000:stateMachine:${workflow}`;

interface Answer {
  readonly status?: number;
  readonly body: string | object;
}

const THROTTLED: Answer = { status: 400, body: { __type: 'ThrottlingException', message: 'Rate exceeded' } };

/** Step Functions, Lambda and S3 at one address, which refuses the first request of some operations. */
async function aws(
  answers: Readonly<Record<string, (asked: Record<string, string>) => Answer>>,
  refusals: Record<string, Answer> = {},
) {
  const asked: [operation: string, input: Record<string, string>][] = [];
  const refused = new Set<string>();
  const answerTo = async (request: IncomingMessage): Promise<Answer> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://aws');
    const target = request.headers['x-amz-target'];
    const operation = typeof target === 'string' ? (target.split('.')[1] ?? '') : pathname.replace(/\/$/, '');
    const input =
      target === undefined ? Object.fromEntries(searchParams) : JSON.parse(Buffer.concat(chunks).toString());
    asked.push([operation, input]);
    const refusal = refused.has(operation) ? undefined : refusals[operation];
    refused.add(operation);
    if (refusal) return refusal;
    return answers[operation]?.(input) ?? { status: 400, body: { __type: 'AccessDeniedException' } };
  };
  const server = createServer(
    (request, response) =>
      void answerTo(request).then(({ status = 200, body }) => {
        const isText = typeof body === 'string';
        const error = isText || status === 200 ? {} : { 'x-amzn-errortype': (body as { __type: string }).__type };
        response.writeHead(status, { 'Content-Type': isText ? 'application/xml' : 'application/json', ...error });
        response.end(isText ? body : JSON.stringify(body));
      }),
  );
  const listening = await listen(server, 0);
  onTestFinished(() => listening.close());
  for (const service of ['SFN', 'LAMBDA', 'S3']) vi.stubEnv(`AWS_ENDPOINT_URL_${service}`, listening.url);
  return { of: (operation: string) => asked.filter(([name]) => name === operation).map(([, input]) => input) };
}

const stateMachines = Object.fromEntries(WORKFLOWS.map((one) => [stateMachineVariable(one), arnOf(one)]));

const RELAY = '/2015-03-31/functions/Relay/configuration';
const relay = { [RELAY]: () => ({ body: { Environment: { Variables: stateMachines } } }) };
const noFiles = () => ({ body: '<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>' });

const reconciled = async () => {
  const around = await outside(ENV);
  return reconcile({
    ...around,
    client: registry.documents,
    names: { registry: 'registry', audit: 'audit' },
    run: '2026-03-17T01:30:00.000Z',
    again: async () => false,
  });
};

it('stops an execution on the second page that no record knows of, and no other', async () => {
  const orphan = identifier('filing', DAZU, '01JDXKQ8Z3W5T7V9Y100000001');
  const named = (names: readonly string[]) => names.map((name) => ({ name }));
  const { of } = await aws({
    ...relay,
    ListExecutions: ({ stateMachineArn, nextToken }) => {
      if (stateMachineArn !== arnOf('filing')) return { body: { executions: [] } };
      return nextToken === undefined
        ? { body: { executions: named(['by hand']), nextToken: 'more' } }
        : { body: { executions: named([orphan]) } };
    },
    StopExecution: () => ({ body: { stopDate: 0 } }),
    '/documents': noFiles,
    '/evidence': noFiles,
  });
  const findings = await reconciled();
  expect(findings.map(({ what, id }) => [what, id])).toEqual([['EXECUTION_WITHOUT_RECORD', orphan]]);
  await findings[0]?.mend?.();
  expect(of('StopExecution').map(({ executionArn }) => executionArn)).toEqual([
    `arn:aws:states:cn-north-1:000000000000:execution:filing:${orphan}`,
  ]);
  expect(of(RELAY)).toHaveLength(1);
});

it('names a file on the second page that no record knows', async () => {
  const key = (no: number) => `${DAZU}/${identifier('document', DAZU, `01JDXKQ8Z3W5T7V9Y10000000${no}`)}`;
  const page = (no: number, more: string) =>
    `<ListBucketResult><Contents><Key>${key(no)}</Key></Contents>${more}</ListBucketResult>`;
  const { of } = await aws({
    ...relay,
    ListExecutions: () => ({ body: { executions: [] } }),
    '/documents': ({ 'continuation-token': token }) => ({
      body: token
        ? page(2, '<IsTruncated>false</IsTruncated>')
        : page(1, '<IsTruncated>true</IsTruncated><NextContinuationToken>n</NextContinuationToken>'),
    }),
    '/evidence': noFiles,
  });
  const findings = await reconciled();
  expect(findings.map(({ what, id, mend }) => [what, id, mend])).toEqual([
    ['FILE_WITHOUT_RECORD', key(1), undefined],
    ['FILE_WITHOUT_RECORD', key(2), undefined],
  ]);
  expect(of('/documents')).toHaveLength(2);
});

it('tells what Step Functions knows of an execution and of a token', async () => {
  const failed = (__type: string) => ({ status: 400, body: { __type } });
  await aws(
    {
      ...relay,
      DescribeExecution: ({ executionArn }) =>
        String(executionArn).endsWith(':known') ? { body: { status: 'SUCCEEDED' } } : failed('ExecutionDoesNotExist'),
      GetExecutionHistory: ({ executionArn }) => ({
        body: { events: [{ type: String(executionArn).endsWith(':asks') ? 'TaskSubmitted' : 'WaitStateEntered' }] },
      }),
      SendTaskHeartbeat: ({ taskToken }) => (taskToken === 'open' ? { body: {} } : failed(String(taskToken))),
    },
    { DescribeExecution: THROTTLED },
  );
  const { executions } = await outside(ENV);
  expect(await executions.exists('filing', 'known')).toBe(true);
  expect(await executions.exists('filing', 'unknown')).toBe(false);
  expect(await executions.waitsFor('filing', 'asks')).toBe('answer');
  expect(await executions.waitsFor('filing', 'sleeps')).toBe('instant');
  expect(await executions.isOpen('open')).toBe(true);
  for (const error of ['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']) {
    expect(await executions.isOpen(error), error).toBe(false);
  }
  // What is no answer about the token says nothing of it: a record must not be taken for deaf.
  await expect(executions.isOpen('AccessDeniedException')).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

it('says which variable is missing, and which function is no relay', async () => {
  const { RELAY_FUNCTION: _none, ...withoutRelay } = ENV;
  await expect(outside(withoutRelay)).rejects.toThrow('RELAY_FUNCTION');
  await aws({ [RELAY]: () => ({ body: { Environment: { Variables: {} } } }) });
  const around = await outside({ ...ENV, DOCUMENT_BUCKET: undefined });
  await expect(around.executions.running('filing')).rejects.toThrow('is it the relay');
  await expect(around.filesIn('uploads')[Symbol.asyncIterator]().next()).rejects.toThrow('DOCUMENT_BUCKET');
});
