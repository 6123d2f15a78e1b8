import type { z } from 'zod';
import type { Operations } from '../../shared/http/api.ts';
import { notFound, Problem } from '../../shared/http/problem.ts';
import { visible } from '../../shared/http/visible.ts';
import { chinaTime } from '../../shared/kernel/china-time.ts';
import { says, worded } from '../../shared/kernel/finding.ts';
import { identifier } from '../../shared/kernel/identifier.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import type { Runtime } from '../../shared/runtime.ts';
import { isCleared } from '../../shared/sheet-import/keeping.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import type { Cause } from '../../shared/table/audit.ts';
import type { BatchDocumentsJson, bundlesApi } from '../contract/bundles.ts';
import { type Batch, kindOf } from '../domain/bulk/batch.ts';
import { type Bundle, MAX_BUNDLES, type PlacedFile, takesDocuments } from '../domain/bulk/bundle.ts';
import type { ReadBundle } from '../domain/bulk/placing.ts';
import { namesOfTypes, usualDocuments } from '../domain/documents/expected.ts';
import { SHEET_KIND_NAMES } from '../domain/sheet-kind-names.ts';
import { maySeeBatch, refuseUploader } from '../services/batch-authority.ts';
import { readBundle } from '../services/bundle-reading.ts';
import { placingFor, zipInCustody, zipOf } from '../services/bundles.ts';
import { batches, batchWrites, filesOf, filesWrites } from '../store/batches.ts';
import { filingStore } from '../store/index.ts';

export function bundleOperations(runtime: Runtime): Operations<typeof bundlesApi> {
  const store = { ...filingStore(runtime.table), ...batches(runtime.table) };
  const readable = visible('filingbatch', store.batch, maySeeBatch);
  const { custody } = store;

  return {
    addBundle: async ({ caller, params, body, at }) => {
      const stored = await readable(caller, params['id']);
      const { data } = stored;
      refuseUploader(caller, data);
      requireOpen(data, at);
      if (!takesDocuments(kindOf(data))) {
        const fact = `${SHEET_KIND_NAMES[kindOf(data)]}的表没有附件一栏`;
        throw new Problem('WRONG_STATE', says(fact, '请在登记以后另行上传'));
      }
      const { bundles = [] } = data;
      const same = bundles.find(({ sha256, size }) => sha256 === body.sha256 && size === body.size);
      if (!same && bundles.length >= MAX_BUNDLES) {
        throw new Problem('WRONG_STATE', says(`该批次已有 ${MAX_BUNDLES} 个附件包`, '请移除不用的，或合并后再传'));
      }
      const bundle: Bundle = same ?? {
        ...body,
        id: identifier('document', data.districtId, runtime.newUlid()),
        addedBy: caller.sub,
        addedAt: at,
      };
      const batch: Batch = { ...data, bundles: [...bundles, bundle], bundlesChangedAt: at };
      const upload = bundle.read ? undefined : await custody.storage.uploadLink(zipOf(data.districtId, bundle), at);
      return {
        body: { ...bundleToJson(bundle), sha256: bundle.sha256, ...(upload && { upload }) },
        headers: { Location: `/v1/filing-batches/${data.id}/documents` },
        writes: [
          ...(same ? [] : batchWrites(stored, batch, { actor: caller, at, action: 'ADD_BUNDLE' })),
          ...(upload ? await custody.grantWrites(zipInCustody(data.districtId, bundle), at) : []),
        ],
      };
    },

    readBundle: async ({ caller, params, at }) => {
      const stored = await readable(caller, params['id']);
      const { data } = stored;
      refuseUploader(caller, data);
      const bundle = bundleOf(data, params['bundleId']);
      const lists = await runtime.reference.at(at);
      if (bundle.read) return { body: await documentsToJson(data, await store.readBundles(data), lists, at) };
      requireOpen(data, at);
      const most = Math.max(...lists.documentTypes.contentTypes.map(({ maxBytes }) => maxBytes));
      const { files, systemFiles } = await readBundle(
        custody.storage,
        zipOf(data.districtId, bundle).key,
        bundle,
        most,
      );
      const parts = filesOf(files);
      const read = { files: files.length, systemFiles, parts: parts.length };
      const batch = changed(stored, at, (one) => [one.id === bundle.id ? { ...one, read } : one]);
      const sent = [...(await store.readBundles(data)), { id: bundle.id, files }];
      const order = (batch.bundles ?? []).map(({ id }) => id);
      const inOrder = sent.toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
      return {
        body: await documentsToJson(batch, inOrder, lists, at),
        writes: [
          ...batchWrites(stored, batch, { actor: caller, at, action: 'READ_BUNDLE' }),
          ...filesWrites(batch, bundle, parts),
        ],
      };
    },

    removeBundle: async ({ caller, params, at }) => {
      const stored = await readable(caller, params['id']);
      const { data } = stored;
      refuseUploader(caller, data);
      const bundle = bundleOf(data, params['bundleId']);
      requireOpen(data, at);
      const batch = changed(stored, at, (one) => (one.id === bundle.id ? [] : [one]));
      const cause: Cause = { actor: caller, at, action: 'REMOVE_BUNDLE' };
      const lists = await runtime.reference.at(at);
      // Its file goes as every upload that nobody cites.
      return {
        body: await documentsToJson(batch, await store.readBundles(batch), lists, at),
        writes: batchWrites(stored, batch, cause),
      };
    },

    batchDocuments: async ({ caller, params, at }) => {
      const { data } = await readable(caller, params['id']);
      const lists = await runtime.reference.at(at);
      return { body: await documentsToJson(data, await store.readBundles(data), lists, at) };
    },
  };

  async function documentsToJson(
    batch: Batch,
    sent: readonly ReadBundle[],
    lists: Lists,
    at: string,
  ): Promise<z.input<typeof BatchDocumentsJson>> {
    const isGone = isCleared(batch.keptUntil, at);
    const rows = isGone ? [] : await store.rows(batch.id);
    const read = isGone ? [] : sent;
    const { placed, unplaced, repeated } = await placingFor(batch, rows, read, lists.documentTypes);
    const names = namesOfTypes(lists);
    const byRow = Map.groupBy(placed, ({ row }) => row);
    const usual = usualDocuments(kindOf(batch), lists);
    const all = rows.map(({ no: row }) => {
      const own = byRow.get(row) ?? [];
      const given = new Set(own.map(({ type }) => type));
      return {
        row,
        documents: own.map((file) => paperToJson(file, names)),
        missing: usual.filter(({ type }) => !given.has(type)),
      };
    });
    return {
      bundles: (batch.bundles ?? []).map(bundleToJson),
      files: {
        total: read.reduce((sum, { files }) => sum + files.length, 0),
        placed: placed.length,
        unplaced: unplaced.length,
        repeated,
      },
      rowCount: batch.rowCount,
      lackingCount: all.filter(({ missing }) => missing.length > 0).length,
      rows: all.filter(({ documents, missing }) => documents.length > 0 || missing.length > 0),
      unplaced: unplaced.map(({ said, ...file }) => ({ ...file, message: worded(said).message })),
    };
  }
}

const paperToJson = ({ type, bundleId, path, content }: PlacedFile, names: ReadonlyMap<string, string>) => ({
  type,
  name: names.get(type) ?? type,
  bundleId,
  path,
  size: content.size,
});

const bundleToJson = ({ read, sha256: _sha256, ...bundle }: Bundle) => ({
  ...bundle,
  status: read ? ('READ' as const) : ('AWAITING' as const),
  ...(read && { fileCount: read.files, systemFiles: read.systemFiles }),
});

function bundleOf({ bundles = [] }: Batch, id: string | undefined): Bundle {
  const bundle = bundles.find((one) => one.id === id);
  if (!bundle) throw notFound();
  return bundle;
}

const changed = ({ data }: Stored<Batch>, at: string, each: (bundle: Bundle) => readonly Bundle[]): Batch => ({
  ...data,
  bundles: (data.bundles ?? []).flatMap(each),
  bundlesChangedAt: at,
});

/** @throws Problem WRONG_STATE once the batch was committed, or may not be any more */
function requireOpen({ status, keptUntil }: Batch, at: string): void {
  if (status !== 'PREVIEWED') {
    throw new Problem('WRONG_STATE', says('该批次已提交，附件不能再增减', '请在各件备案上补充附件'));
  }
  if (at >= keptUntil) {
    throw new Problem('WRONG_STATE', says(`该批次的内容只保留到 ${chinaTime(keptUntil)}`, '请重新上传名单和附件包'));
  }
}
