import { DocumentsCited } from '../../../functions/events/document.ts';
import { Custody, custodyKey } from '../../../functions/shared/documents/custody.ts';
import { parseIdentifier } from '../../../functions/shared/kernel/identifier.ts';
import { announce } from '../../../functions/shared/outbox/message.ts';
import { districtKey } from '../../../functions/shared/table/keys.ts';
import { verifyEvidence } from '../audit/evidence.ts';
import type { Finding } from './finding.ts';
import { confirmed, inBatches, type Work } from './work.ts';

/** Holds the files to the records that cite them, and to those that registered them. */
export async function aboutFiles(work: Work): Promise<Finding[]> {
  const { client, names, storage, found, registry } = work;
  const { lost } = await verifyEvidence(client, names, storage);
  const missing = await inBatches(lost, async ({ documentId, what, citedBy }): Promise<Finding> => {
    const custody = Custody.optional().parse(await registry.get(custodyKey(documentId)));
    const detail = `cited by ${citedBy}`;
    const isElsewhere = custody && (await liesSomewhere(work, custody));
    if (isElsewhere) return { what: 'EVIDENCE_NOT_KEPT', id: documentId, detail, mend: () => keep(work, custody) };
    return { what: what === 'missing' ? 'FILE_MISSING' : 'FILE_DIFFERS', id: documentId, detail };
  });
  const told = new Set(missing.map(({ id }) => id));
  const uncopied = await confirmed(
    work,
    found.uncopied.filter(({ documentId }) => !told.has(documentId)),
    async ({ documentId }) => {
      const custody = Custody.optional().parse(await registry.get(custodyKey(documentId)));
      if (custody?.state !== 'CITED') return undefined;
      return { what: 'EVIDENCE_NOT_KEPT', id: documentId, detail: 'cited', mend: () => keep(work, custody) };
    },
  );
  return [...missing, ...uncopied, ...(await unknown(work))];
}

async function unknown({ filesIn, found, current }: Work): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const place of ['uploads', 'evidence'] as const) {
    for await (const key of filesIn(place)) {
      const id = key.slice(key.lastIndexOf('/') + 1);
      if (found.documents.has(id)) continue;
      const districtId = parseIdentifier('document', id)?.districtId ?? '';
      const isKnown = await current(districtKey(districtId, 'DOCUMENT', id));
      // A ZIP of documents is no document: it has a custody alone, by which it is cleared away.
      if (!isKnown && !(await current(custodyKey(id).pk)))
        findings.push({ what: 'FILE_WITHOUT_RECORD', id: key, detail: place });
    }
  }
  return findings;
}

async function liesSomewhere({ storage: storageOf }: Work, { key, sha256: digest }: Custody): Promise<boolean> {
  const storage = storageOf();
  return (await storage.digest('uploads', key)) === digest || (await storage.digest('evidence', key)) === digest;
}

/** Has a cited file copied to the evidence, or its custody say that it lies there. */
async function keep({ run, send }: Work, { documentId, key, sha256: digest }: Custody): Promise<void> {
  const districtId = parseIdentifier('document', documentId)?.districtId ?? '';
  const files = [{ documentId, key, sha256: digest }];
  await send(custodyKey(documentId).pk, run, announce(DocumentsCited, { districtId, version: 1, at: run, files }));
}
