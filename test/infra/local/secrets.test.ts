import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secretsManager } from '../../../functions/shared/outbound/secret.ts';
import type { Listening } from '../../../infra/local/listen.ts';
import { OpenSecret, startSecrets } from '../../../infra/local/secrets.ts';
import { settings } from '../../../infra/local/settings.ts';
import { BrokenFile } from '../../../infra/local/whole-file.ts';
import { useFolder } from '../../kit/folder.ts';

const folder = useFolder();
const VARIABLE = 'AWS_ENDPOINT_URL_SECRETS_MANAGER';
const file = join(folder, 'webhookKey');
let keeper: Listening | undefined;
let before: string | undefined;
beforeEach(() => {
  before = process.env[VARIABLE];
});
afterEach(async () => {
  if (before === undefined) delete process.env[VARIABLE];
  else process.env[VARIABLE] = before;
  await keeper?.close();
  keeper = undefined;
});

const start = async () => {
  keeper = await startSecrets(folder);
  process.env[VARIABLE] = keeper.url;
};

describe('the secrets of a host', () => {
  it('are made once, for nobody’s eyes but their owner’s, and read by reference', async () => {
    await start();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const kept = readFileSync(file, 'utf8');
    expect(Buffer.from(kept, 'base64url').length).toBeGreaterThanOrEqual(32);
    expect(await secretsManager({ WEBHOOK_KEY: 'webhookKey' })('WEBHOOK_KEY')).toBe(kept);
    await keeper?.close();
    await start();
    expect(readFileSync(file, 'utf8')).toBe(kept);
  });

  it('are no others than those of the manifest', async () => {
    await start();
    await expect(secretsManager({ WEBHOOK_KEY: '../signing-key.json' })('WEBHOOK_KEY')).rejects.toThrow();
    await expect(secretsManager({})('WEBHOOK_KEY')).rejects.toThrow('WEBHOOK_KEY is not set');
  });

  it('that others can read, or that are too short, keep the host from starting', async () => {
    await start();
    await keeper?.close();
    keeper = undefined;
    chmodSync(file, 0o640);
    await expect(startSecrets(folder)).rejects.toThrow(OpenSecret);
    chmodSync(file, 0o600);
    writeFileSync(file, 'short');
    await expect(startSecrets(folder)).rejects.toThrow(BrokenFile);
  });
});

it('a list of hosts with what is none is refused where the host starts', () => {
  expect(settings({ OUTBOUND_HOSTS: 'hooks.example.cn, *.partner.cn:8443' }, [])).toBeDefined();
  expect(() => settings({ OUTBOUND_HOSTS: 'https://hooks.example.cn' }, [])).toThrow(/OUTBOUND_HOSTS: “https/);
  expect(() => settings({ OUTBOUND_HOSTS: '127.0.0.1' }, [])).toThrow('OUTBOUND_HOSTS');
});
