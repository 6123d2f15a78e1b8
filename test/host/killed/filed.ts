import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { merchantSample } from '../../functions/filing/samples.ts';
import type { Client } from '../../kit/client.ts';
import { until } from '../../kit/until.ts';

/** Filings of a running host, also of one that is lost, restored or set back. */

export type Filed = { id: string };
export type Filing = { id: string; status: string; entityId?: string; filingNumber?: string };

export const file = (clerk: Client, n: number, documentId?: string): Promise<Filed> => {
  const { kind, entity } = merchantSample(n);
  const documents = documentId === undefined ? undefined : [{ type: 'BUSINESS_LICENCE', documentId }];
  return clerk.post<Filed>(
    '/v1/filings',
    { kind, entity: { ...entity, ...(documents && { documents }) } },
    `file-${n}`,
  );
};

export const filing = (reader: Client, id: string): Promise<Filing> => reader.get<Filing>(`/v1/filings/${id}`);

export const filingIs = (reader: Client, id: string, status: string): Promise<Filing> =>
  until(`${id} to be ${status}`, async () => {
    const found = await filing(reader, id);
    return found.status === status ? found : undefined;
  });

/** Asks for it until the filing waits for its review. */
export const decide = (reviewer: Client, id: string, decision: string): Promise<unknown> =>
  until(`${id} to be decided`, async () => {
    const { etag } = await reviewer.get<{ etag: string }>(`/v1/filings/${id}`);
    const body = { decision, reasons: ['依法办理'] };
    const { status } = await reviewer.send('POST', `/v1/filings/${id}/decision`, body, { 'If-Match': etag });
    return status === 202 || undefined;
  });

/** Files something and has it approved. */
export async function approved(clerk: Client, reviewer: Client, submission: object): Promise<Filing> {
  const { id } = await clerk.post<Filed>('/v1/filings', submission);
  await decide(reviewer, id, 'APPROVE');
  return filingIs(clerk, id, 'APPROVED');
}

export async function uploaded(clerk: Client, text: string): Promise<string> {
  const content = Buffer.from(`%PDF-1.7 ${text}`);
  const { documentId, upload } = await clerk.post<{
    documentId: string;
    upload: { url: string; headers: Record<string, string> };
  }>('/v1/documents', {
    type: 'BUSINESS_LICENCE',
    contentType: 'application/pdf',
    size: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    fileName: `${text}.pdf`,
  });
  const { status } = await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: content });
  expect(status).toBe(200);
  return documentId;
}
