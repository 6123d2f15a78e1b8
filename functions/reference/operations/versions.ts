import type { Operations } from '../../shared/http/api.ts';
import { notFound, Problem } from '../../shared/http/problem.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { says } from '../../shared/kernel/finding.ts';
import { LISTS, type ListKey } from '../../shared/reference/lists/index.ts';
import { reference } from '../../shared/reference/reference.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import type { ReferenceApi } from '../contract/index.ts';
import type { ReferenceVersion } from '../domain/version.ts';
import { CATALOGUE, nameOfList, readableList } from '../services/catalogue.ts';
import { prepared } from '../services/judging.ts';
import { versionStore } from '../store/versions.ts';

type Versions = Pick<
  Operations<ReferenceApi>,
  'submitReferenceVersion' | 'listReferenceVersions' | 'readReferenceVersion' | 'publishReferenceVersion'
>;

/** Versions of reference data, from submission over preview to publication by a second person. */
export function versionOperations(runtime: Runtime): Versions {
  const store = versionStore(runtime.table);

  const recorded = async (key: ListKey, number = ''): Promise<Stored<ReferenceVersion>> => {
    const stored = /^[1-9]\d{0,5}$/.test(number) ? await store.version(LISTS[key].name, Number(number)) : undefined;
    if (!stored) throw notFound();
    return stored;
  };

  return {
    submitReferenceVersion: async ({ caller, params, body, at }) => {
      const key = readableList(caller, params['list']);
      const list = LISTS[key].name;
      // Before the rows: what is published between the two readings is then judged against, and told by its number.
      const numbers = await store.numbers();
      const whole = reference(runtime.table, runtime.now);
      const { from, complete, rows: given } = body;
      const { rows, rowsDigest, counts, changes } = await prepared({
        key,
        history: await whole.history(key),
        submitted: { from, complete, rows: given },
      });
      const record: ReferenceVersion = {
        list,
        number: (numbers.lastVersion[list] ?? 0) + 1,
        status: 'DRAFT',
        from,
        complete,
        title: body.title ?? (await whole.origin(key)).title,
        source: body.source,
        asOf: body.asOf ?? dayInChina(at),
        author: caller.sub,
        basis: numbers.lastLoad[list] ?? 0,
        counts,
        rowsDigest,
      };
      return {
        body: { ...versionToJson(key, record), changes: [...changes] },
        headers: { Location: `/v1/reference/${nameOfList(key)}/versions/${record.number}` },
        writes: store.submit(record, { rows, changes: [...changes] }, numbers, { actor: caller, at, action: 'SUBMIT' }),
      };
    },

    listReferenceVersions: async ({ caller, params, query, at }) => {
      const key = readableList(caller, params['list']);
      const { items, nextCursor } = await store.list(LISTS[key].name, { ...query, at });
      return { body: { items: items.map((record) => versionToJson(key, record)), nextCursor } };
    },

    readReferenceVersion: async ({ caller, params }) => {
      const key = readableList(caller, params['list']);
      const { data } = await recorded(key, params['version']);
      const { changes } = await store.content(data.list, data.number);
      return { body: { ...versionToJson(key, data), changes } };
    },

    publishReferenceVersion: async ({ caller, params, at }) => {
      const key = readableList(caller, params['list']);
      const before = await recorded(key, params['version']);
      const { data } = before;
      const called = `《${CATALOGUE[key].name}》第 ${data.number} 版`;
      if (data.status === 'PUBLISHED') {
        throw new Problem('WRONG_STATE', says(`${called}已发布，不能再改`, '要更正请另拟一版，写明自哪一天起'));
      }
      if (data.author === caller.sub) {
        throw new Problem('FORBIDDEN', says(`${called}不能由提交人自己发布`, '请由另一名管理人员核对后发布'));
      }
      const numbers = await store.numbers();
      if ((numbers.lastLoad[data.list] ?? 0) !== data.basis) {
        throw new Problem(
          'WRONG_STATE',
          says(`${called}预览之后，该清单已有另一版发布，预览不再准确`, '请按现行内容重新提交，核对预览后再发布'),
        );
      }
      const record: ReferenceVersion = { ...data, status: 'PUBLISHED', publishedBy: caller.sub, publishedAt: at };
      const content = await store.content(data.list, data.number);
      return {
        body: versionToJson(key, record),
        writes: store.publish(record, before, content, numbers, { actor: caller, at, action: 'PUBLISH' }),
      };
    },
  };
}

const versionToJson = (
  key: ListKey,
  { list: _list, number, basis: _basis, rowsDigest: _digest, ...told }: ReferenceVersion,
) => ({ list: nameOfList(key), version: number, ...told });
