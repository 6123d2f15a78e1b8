import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { CitedFile } from '../../../functions/events/document.ts';
import { build as buildClear } from '../../../functions/filing/schedules/clear-uploads.ts';
import { build as buildKeep } from '../../../functions/filing/subscribers/keep-evidence.ts';
import { Custody, custodian, custodyKey } from '../../../functions/shared/documents/custody.ts';
import { verifyEvidence } from '../../../infra/commands/audit/evidence.ts';
import { clerk, DAZU, reviewer } from '../../kit/call.ts';
import { invoke } from '../../kit/deliver.ts';
import { useRegistry } from '../../kit/registry.ts';
import { useStorage } from '../../kit/storage.ts';
import { delivery, sample } from '../events/samples.ts';
import { api, approved, DECREE } from './kit.ts';
import { merchantSample } from './samples.ts';

/** What may become of an upload: kept once a record cites it, cleared away where none does, and never both. */

const START = '2026-03-17T01:30:00.000Z';
const registry = useRegistry(START);
const storage = useStorage(() => registry.runtime.now());
beforeEach(() => registry.setClock(START));

const later = (days: number): string => new Date(Date.parse(START) + days * 24 * 3_600_000).toISOString();

const GOODS = {
  nameZh: '抹泥刀',
  nameEn: 'PLASTERING TROWEL',
  hsCode: '8205590000',
  specification: '碳钢|木柄|280mm',
  brand: { type: 'NONE' },
  dealUnit: '016',
  legalUnit: '035',
};

let count = 0;

/** A document of its own content, uploaded unless that is left out. */
async function document(isUploaded = true) {
  count += 1;
  const content = Buffer.from(`%PDF-1.7 第 ${count} 份`);
  const body = {
    type: 'BUSINESS_LICENCE',
    contentType: 'application/pdf',
    size: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    fileName: '执照.pdf',
  };
  const { body: registered } = await api(registry.runtime, 'registerDocument', { caller: clerk(), body });
  const upload = async (link = registered.upload): Promise<number> =>
    (await fetch(link.url, { method: 'PUT', headers: link.headers, body: content })).status;
  if (isUploaded) expect(await upload()).toBe(200);
  return { id: registered.documentId as string, content, upload, body };
}

const read = async (id: string) =>
  (await api(registry.runtime, 'getDocument', { caller: clerk(), params: { id } })).body;

const form = (ids: readonly string[], n: number) => {
  const { kind, entity } = merchantSample(n);
  return { kind, entity: { ...entity, documents: ids.map((documentId) => ({ type: 'OTHER', documentId })) } };
};

let merchant = 0;
const file = (...ids: string[]) => {
  merchant += 1;
  return api(registry.runtime, 'fileEntity', { caller: clerk(), body: form(ids, merchant) });
};

const custodyOf = async (id: string): Promise<Custody | undefined> =>
  Custody.optional().parse(await registry.runtime.table.get(custodyKey(id)));
const stateOf = async (id: string) => (await custodyOf(id))?.state;

const clear = (by = buildClear(registry.runtime)) => invoke(by, {});

/** Delivers what the citing of a document has asked for. */
async function keep(id: string): Promise<void> {
  for (const message of await registry.messages(custodyKey(id).pk)) {
    if (message.type !== 'event') throw new Error('a citation starts no workflow');
    await invoke(buildKeep(registry.runtime), delivery(message.name, message.detail));
  }
}

const path = (bucket: string, id: string): string => join(storage.folder, bucket, DAZU, id);
const lies = (id: string) => [existsSync(path('documents', id)), existsSync(path('evidence', id))];

describe('an upload', () => {
  it('is cited in the transaction of what cites it, copied to where no link writes, and read from there', async () => {
    const { id, content, upload } = await document();
    expect(await stateOf(id)).toBe('UNCITED');
    expect((await file(id, id)).status).toBe(202);
    expect([await stateOf(id), lies(id)]).toEqual(['CITED', [true, false]]);
    expect((await read(id)).status).toBe('STORED');
    await keep(id);
    await keep(id);
    expect([await stateOf(id), lies(id)]).toEqual(['KEPT', [true, true]]);
    expect(await upload()).toBe(200);
    expect(await stateOf(id)).toBe('KEPT');
    const { download } = await read(id);
    expect(new URL(download.url).pathname).toMatch(/^\/evidence\//);
    expect(Buffer.from(await (await fetch(download.url)).arrayBuffer())).toEqual(content);
  });

  it('goes after 30 days unless it is cited; of what is kept only the upload goes', async () => {
    const [idle, cited, kept] = [await document(), await document(), await document()];
    await file(cited.id, kept.id);
    const told = sample('DocumentsCited', { files: [CitedFile.parse(await custodyOf(kept.id))] });
    await invoke(buildKeep(registry.runtime), delivery('DocumentsCited', told));
    registry.setClock(later(29.9));
    await clear();
    expect([lies(idle.id), lies(cited.id), lies(kept.id)]).toEqual([
      [true, false],
      [true, false],
      [true, true],
    ]);
    registry.setClock(later(31));
    await clear();
    expect([lies(idle.id), lies(cited.id), lies(kept.id)]).toEqual([
      [false, false],
      [true, false],
      [false, true],
    ]);
    expect(await Promise.all([idle, cited, kept].map(async ({ id }) => (await read(id)).status))).toEqual([
      'AWAITING_UPLOAD',
      'STORED',
      'STORED',
    ]);
  });

  it('that was cleared away is uploaded and cited as if it were new, and its days count from its last link', async () => {
    const { id, upload, body } = await document();
    registry.setClock(later(31));
    await clear();
    expect(await custodyOf(id)).toBeUndefined();
    const again = await api(registry.runtime, 'registerDocument', { caller: clerk(), body });
    expect(again.body.documentId).toBe(id);
    expect(await upload(again.body.upload)).toBe(200);
    registry.setClock(later(60));
    await clear();
    expect((await read(id)).status).toBe('STORED');
    expect((await file(id)).status).toBe(202);
    await keep(id);
    registry.setClock(later(100));
    await clear();
    expect([(await read(id)).status, lies(id)]).toEqual(['STORED', [false, true]]);
  });

  it('gets its days anew with every link, so that none is left when it goes', async () => {
    const { id, upload } = await document(false);
    registry.setClock(later(29.5));
    const { upload: link } = await read(id);
    registry.setClock(later(31));
    await clear();
    expect(await stateOf(id)).toBe('UNCITED');
    expect(await upload(link)).toBe(403);
    registry.setClock(later(60));
    await clear();
    expect(await custodyOf(id)).toBeUndefined();
  });

  it('cannot be cited while it is being cleared away, and what broke off is ended by the next run', async () => {
    const { id } = await document();
    registry.setClock(later(31));
    const custody = custodian(registry.runtime.table);
    const broken = new Error('the storage is out of reach');
    const failing = { ...custody.storage, discardUpload: () => Promise.reject(broken) };
    await expect(clear(buildClear(registry.runtime, { ...custody, storage: failing }))).rejects.toThrow(broken);
    expect([await stateOf(id), lies(id)]).toEqual(['CLEARING', [true, false]]);
    const refused = await file(id);
    expect([refused.status, refused.body.errors[0].code]).toEqual([422, 'DOCUMENT_NOT_UPLOADED']);
    expect(await read(id)).toMatchObject({ status: 'AWAITING_UPLOAD' });
    await clear();
    expect([await custodyOf(id), lies(id)]).toEqual([undefined, [false, false]]);
  });

  it('is cited or cleared away and never both, whoever comes first', async () => {
    const documents = await Promise.all(Array.from({ length: 12 }, () => document()));
    registry.setClock(later(31));
    const clearing = clear();
    const filings = await Promise.all(documents.map(({ id }) => file(id)));
    await clearing;
    for (const [index, { id }] of documents.entries()) {
      const expected = filings[index]?.status === 202 ? ['CITED', [true, false]] : [undefined, [false, false]];
      expect([await stateOf(id), lies(id)]).toEqual(expected);
    }
  });

  it('that was cited between the look and the clearing stays', async () => {
    const { id } = await document();
    registry.setClock(later(31));
    const custody = custodian(registry.runtime.table);
    const due: typeof custody.due = async (...asked) => {
      const found = await custody.due(...asked);
      if (found.some(({ documentId }) => documentId === id)) expect((await file(id)).status).toBe(202);
      return found;
    };
    await clear(buildClear(registry.runtime, { ...custody, due }));
    expect([await stateOf(id), lies(id)]).toEqual(['CITED', [true, false]]);
  });

  it('may be cited by two filings at once, and is announced once', async () => {
    const { id } = await document();
    const replies = await Promise.all([file(id), file(id), file(id)]);
    expect(replies.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(await registry.messages(custodyKey(id).pk)).toHaveLength(1);
  });

  it('is left alone by what is refused, whatever the reason', async () => {
    const { id } = await document();
    await file();
    const duplicate = await api(registry.runtime, 'fileEntity', { caller: clerk(), body: form([id], merchant) });
    expect([duplicate.status, duplicate.body.code]).toEqual([409, 'DUPLICATE']);
    expect((await file(id, 'document-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9')).status).toBe(422);
    expect([await stateOf(id), lies(id)]).toEqual(['UNCITED', [true, false]]);
    expect(await registry.messages(custodyKey(id).pk)).toEqual([]);
    registry.setClock(later(31));
    await clear();
    expect(lies(id)).toEqual([false, false]);
  });

  it('that is not what was registered fails its delivery loudly, stays, and is kept once it is put right', async () => {
    const { id, content } = await document();
    await file(id);
    writeFileSync(path('documents', id), '%PDF-1.7 damaged');
    await expect(keep(id)).rejects.toThrow(id);
    expect([await stateOf(id), lies(id)]).toEqual(['CITED', [true, false]]);
    writeFileSync(path('documents', id), content);
    await keep(id);
    expect([await stateOf(id), readFileSync(path('evidence', id))]).toEqual(['KEPT', content]);
  });

  it('is cited by every form that names it: an amendment and goods', async () => {
    const [registered, amended, ofGoods] = [await document(), await document(), await document()];
    merchant += 1;
    const { entity } = form([amended.id], merchant);
    const entityId = await approved(registry.runtime, form([registered.id], merchant));
    const { body } = await api(registry.runtime, 'requestAmendment', {
      caller: clerk(),
      params: { id: entityId },
      body: { entity },
    });
    expect(body.status).toBe('SUBMITTED');
    expect(await stateOf(amended.id)).toBe('CITED');
    const goods = await api(registry.runtime, 'fileGoods', {
      caller: clerk(),
      body: { ...GOODS, merchantId: entityId, documents: [{ type: 'GOODS_IMAGE', documentId: ofGoods.id }] },
    });
    expect(goods.status, JSON.stringify(goods.body)).toBe(201);
    expect(await stateOf(ofGoods.id)).toBe('CITED');
  });
});

describe('a document from before there was custody', () => {
  it('is read as ever, never cleared away, and kept once it is cited again; a decree cites nothing', async () => {
    const { id } = await document();
    merchant += 1;
    const entityId = await approved(registry.runtime, form([id], merchant));
    await registry.documents.send(new DeleteCommand({ TableName: 'registry', Key: custodyKey(id) }));
    await registry.documents.send(
      new DeleteCommand({ TableName: 'registry', Key: { pk: custodyKey(id).pk, sk: 'OUTBOX#00000001#00' } }),
    );
    registry.setClock(later(40));
    await clear();
    expect([(await read(id)).status, lies(id)]).toEqual(['STORED', [true, false]]);
    const suspended = await api(registry.runtime, 'requestSuspension', {
      caller: reviewer(),
      params: { id: entityId },
      body: DECREE,
    });
    expect(suspended.status).toBe(202);
    expect(await custodyOf(id)).toBeUndefined();
    expect((await file(id)).status).toBe(202);
    await keep(id);
    expect([await stateOf(id), lies(id)]).toEqual(['KEPT', [true, true]]);
  });
});

describe('the audit of evidence', () => {
  const audited = () =>
    verifyEvidence(
      registry.documents,
      { registry: 'registry', audit: 'audit' },
      () => custodian(registry.runtime.table).storage,
    );

  it('finds whatever a record names and is missing or another, wherever it should lie', async () => {
    const known = new Set((await audited()).lost.map(({ documentId }) => documentId));
    const [kept, cited, old, idle] = [await document(), await document(), await document(), await document()];
    await file(kept.id);
    await keep(kept.id);
    await file(cited.id, old.id);
    await registry.documents.send(new DeleteCommand({ TableName: 'registry', Key: custodyKey(old.id) }));
    const lost = async () => (await audited()).lost.filter(({ documentId }) => !known.has(documentId));
    expect(await lost()).toEqual([]);
    writeFileSync(path('evidence', kept.id), '%PDF-1.7 another');
    for (const { id } of [cited, old, idle])
      await custodian(registry.runtime.table).storage.discardUpload(`${DAZU}/${id}`);
    expect(new Map((await lost()).map(({ documentId, what }) => [documentId, what]))).toEqual(
      new Map([
        [kept.id, 'differs'],
        [cited.id, 'missing'],
        [old.id, 'missing'],
      ]),
    );
    for (const { citedBy } of await lost()) expect(citedBy).toMatch(/^filing-/);
  });
});

describe('the evidence', () => {
  it('takes no upload, though it were signed', async () => {
    const { id } = await document();
    const { upload } = await document(false).then(({ id: other }) => read(other));
    const url = upload.url.replace('/documents/', '/evidence/');
    expect((await fetch(url, { method: 'PUT', headers: upload.headers, body: 'x' })).status).toBe(403);
    expect(readdirSync(join(storage.folder, 'evidence', DAZU))).not.toContain(id);
  });
});
