import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SecretUnavailable, secretsManager } from '../../../../functions/shared/outbound/secret.ts';

/** What Secrets Manager does with one request. */
type Manner = (response: ServerResponse) => void;

const says =
  (status: number, body: object): Manner =>
  (response) =>
    void response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
const refuses = (__type: string): Manner => says(400, { __type });
const cuts: Manner = (response) => void response.destroy();
const hangs: Manner = () => {};

let keeper: Server;
let manner: Manner;
let asked: number;
beforeAll(async () => {
  keeper = createServer((request, response) => {
    asked += 1;
    request.resume().on('end', () => manner(response));
  });
  await new Promise<void>((resolve) => keeper.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  asked = 0;
  const { port } = keeper.address() as AddressInfo;
  vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', `http://127.0.0.1:${port}`);
});
afterEach(() => void vi.unstubAllEnvs());
afterAll(() => new Promise((resolve) => void keeper.close(resolve).closeAllConnections()));

const reader = (limitMs?: number) => secretsManager({ WEBHOOK_KEY: 'webhookKey' }, Date.now, limitMs);

describe('a secret', () => {
  it.each<[what: string, manner: Manner]>([
    ['that is throttled', refuses('ThrottlingException')],
    ['that nobody may read', refuses('AccessDeniedException')],
    ['that is not there', refuses('ResourceNotFoundException')],
    ['whose keeper breaks off', cuts],
    ['whose keeper fails', says(500, {})],
    ['that is empty', says(200, { SecretString: '' })],
  ])('%s is unavailable, and is asked for again', async (_what, failing) => {
    manner = failing;
    const read = reader();
    await expect(read('WEBHOOK_KEY')).rejects.toThrow(SecretUnavailable);
    manner = says(200, { SecretString: 'value' });
    expect(await read('WEBHOOK_KEY')).toBe('value');
    // Read once, it is kept.
    const before = asked;
    expect(await read('WEBHOOK_KEY')).toBe('value');
    expect(asked).toBe(before);
  });

  it('whose keeper says nothing is unavailable before the function is out of time', async () => {
    manner = hangs;
    await expect(reader(100)('WEBHOOK_KEY')).rejects.toThrow(SecretUnavailable);
  });

  it('that no variable refers to is unavailable, and the variable is named', async () => {
    await expect(secretsManager({})('WEBHOOK_KEY')).rejects.toThrow(SecretUnavailable);
    await expect(secretsManager({})('WEBHOOK_KEY')).rejects.toThrow('WEBHOOK_KEY is not set');
  });
});
