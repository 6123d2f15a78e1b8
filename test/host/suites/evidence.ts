import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { merchantSample } from '../../functions/filing/samples.ts';
import { clerk, reviewer } from '../../kit/call.ts';
import { auditOf } from '../../kit/process.ts';
import { until } from '../../kit/until.ts';
import { registry } from './host.ts';

/** What an approved filing rests on outlives whatever its links can still do (issue 12, A2). */

const DAY = 24 * 3_600_000;

async function uploaded(text: string) {
  const content = Buffer.from(`%PDF-1.7 ${text}`);
  const { body } = await registry.send(clerk(), 'POST', '/v1/documents', {
    type: 'BUSINESS_LICENCE',
    contentType: 'application/pdf',
    size: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    fileName: `${text}.pdf`,
  });
  const documentId: string = body.documentId;
  const upload = async (): Promise<number> =>
    (await fetch(body.upload.url, { method: 'PUT', headers: body.upload.headers, body: content })).status;
  expect(await upload()).toBe(200);
  return { documentId, content, upload };
}

const documentOf = async (documentId: string) =>
  (await registry.send(clerk(), 'GET', `/v1/documents/${documentId}`)).body;

const filingIs = (id: string, status: string) =>
  until(`${id} to be ${status}`, async () => {
    const { body } = await registry.send(clerk(), 'GET', `/v1/filings/${id}`);
    return body.status === status || undefined;
  });

/** Every file of the data folder that holds these bytes. */
async function copiesOf(content: Buffer): Promise<string[]> {
  const copies: string[] = [];
  for await (const path of glob(join(registry.dataDir, '**/document-*'))) {
    if (readFileSync(path).equals(content)) copies.push(path);
  }
  return copies;
}

const audit = () => auditOf({ DATA_DIR: registry.dataDir, DYNAMODB_ENDPOINT: registry.host.dynamodbUrl });

it('keeps what a filing cites though it is uploaded once more, clears what nobody cites, and misses what is gone', async () => {
  const [cited, idle] = [await uploaded('执照'), await uploaded('忘记引用')];
  const { kind, entity } = merchantSample(1);
  const documents = [{ type: 'BUSINESS_LICENCE', documentId: cited.documentId }];
  const { body, status } = await registry.send(clerk(), 'POST', '/v1/filings', {
    kind,
    entity: { ...entity, documents },
  });
  expect(status, JSON.stringify(body)).toBe(202);
  expect(await cited.upload()).toBe(200);
  await filingIs(body.id, 'PENDING_REVIEW');
  await registry.decide(reviewer(), `/v1/filings/${body.id}/decision`, { decision: 'APPROVE', reasons: [] });
  await filingIs(body.id, 'APPROVED');
  expect(await cited.upload()).toBe(200);

  await registry.send(undefined, 'POST', '/dev/clock', {
    now: new Date(registry.host.now().getTime() + 40 * DAY).toISOString(),
  });
  await until(
    'the clearing',
    async () => (await documentOf(idle.documentId)).status === 'AWAITING_UPLOAD' || undefined,
  );
  expect(await copiesOf(idle.content)).toEqual([]);
  // Of what was cited one copy is left, where no link writes.
  const [copy = '', ...others] = await until('the upload of what was cited to be cleared', async () => {
    const copies = await copiesOf(cited.content);
    return copies.length === 1 ? copies : undefined;
  });
  expect(others).toEqual([]);
  const { status: stored, download } = await documentOf(cited.documentId);
  expect(stored).toBe('STORED');
  expect(Buffer.from(await (await fetch(download.url)).arrayBuffer())).toEqual(cited.content);
  expect(await cited.upload()).toBe(403);
  expect(await audit()).toMatchObject({ code: 0, output: expect.stringContaining('every chain holds') });

  writeFileSync(copy, '%PDF-1.7 another');
  expect(await audit()).toMatchObject({ code: 1, output: expect.stringContaining(`differs: ${cited.documentId}`) });
  rmSync(copy);
  const missed = await audit();
  expect(missed.code).toBe(1);
  expect(missed.output).toMatch(new RegExp(`missing: ${cited.documentId}, which (filing|entity)-\\S+ cites`));
});
