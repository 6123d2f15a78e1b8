import { type Caller, isParty } from '../../shared/auth/caller.ts';
import { districtsOf } from '../../shared/auth/scope.ts';
import type { Operations } from '../../shared/http/api.ts';
import { notFound, Problem, ruleViolation } from '../../shared/http/problem.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { danger, type Finding, says, warning } from '../../shared/kernel/finding.ts';
import { COMMIT_MODE_NAMES } from '../../shared/kernel/names.ts';
import { inTurns } from '../../shared/kernel/turns.ts';
import type { Runtime } from '../../shared/runtime.ts';
import { freshly } from '../../shared/sheet-import/freshly.ts';
import { CLEARED_NOTE, IS_CLEARED } from '../../shared/sheet-import/keeping.ts';
import { withReasons } from '../../shared/sheet-import/reasons.ts';
import type { Write } from '../../shared/table/write.ts';
import type { ImportJson, ImportSummaryJson, importsApi } from '../contract/imports.ts';
import { codesOf, importId, type PreparedTrade, SHOWN } from '../domain/import.ts';
import type { Grid } from '../domain/sheet/grid.ts';
import type { JudgedRow } from '../domain/sheet/judge.ts';
import { Judgement, judgementOf } from '../domain/sheet/judgement.ts';
import type { Fault } from '../domain/sheet/row.ts';
import { prepared, sheetPointer, tradesOf } from '../domain/sheet/trades.ts';
import { sheetFile } from '../print/sheet-file.ts';
import { onlyBuyer } from '../services/imports/buyers.ts';
import {
  attemptOf,
  faultsOf,
  isAwaited,
  outcomeOf,
  type Refused,
  registerAll,
  resultOf,
  withdrawAll,
} from '../services/imports/commit.ts';
import { readGrid } from '../services/imports/grid.ts';
import { review } from '../services/imports/review.ts';
import { settleTerms } from '../services/imports/terms.ts';
import type { OtherApis } from '../services/other-apis.ts';
import { type Commitment, type Import, statusAt } from '../store/import-records.ts';
import { expiryOf, importStore, isCleared, isOver, type StoredImport, startOf } from '../store/imports.ts';
import { knownStore } from '../store/known.ts';

type ImportOperations = Operations<typeof importsApi>;

/** What is registered while the client waits; a gateway gives up after 29 seconds, and more goes to a workflow. */
const TRADES_AT_ONCE = 20;
const ROWS_AT_ONCE = 1000;

export function importOperations(runtime: Runtime, apisFor: (caller: Caller) => OtherApis): ImportOperations {
  const [store, known] = [importStore(runtime.table), knownStore(runtime.table)];
  const fresh = freshly<Judgement>();

  return {
    listImports: async ({ caller, query: { status, uploadedBy, districtId, ...query }, at }) => {
      const isOwn = caller.role !== 'clerk' || uploadedBy === 'ME';
      const page = await store.page({
        ...query,
        at,
        districts: districtsOf(caller, districtId, (await runtime.reference.at(at)).tenants),
        ...(isOwn && { createdBy: caller.sub }),
        keep: (one) => maySee(caller, one) && (status === undefined || statusAt(one, at) === status),
      });
      return { body: { ...page, items: page.items.map((stored) => importSummaryToJson(stored, at)) } };
    },

    createImport: async ({ caller, query, body, at }) => {
      const { districtId, sub } = caller;
      const grid = await readGrid(body.bytes);
      const id = importId(districtId, runtime.newUlid());
      const data: Import = {
        id,
        districtId,
        kind: query.kind,
        ...(query.fileName !== undefined && { fileName: query.fileName }),
        status: 'PREVIEWED',
        createdBy: sub,
        createdAt: at,
        header: { no: grid.header.no, cells: [...grid.header.cells] },
        rowCount: grid.rows.length,
        chunkCount: await store.keepRows(districtId, id, grid.rows, expiryOf(at)),
        notes: [...grid.notes],
        attempt: 1,
      };
      const judged = await judgedNow(data, grid, { caller, at });
      const preview = { goodRowCount: judged.goodRowCount, errorCount: judged.errorCount };
      return {
        body: await shown(data, judged, apisFor(caller), at),
        headers: { Location: `/v1/imports/${id}` },
        writes: store.change(undefined, { ...data, preview }, { actor: caller, at, action: 'UPLOAD' }),
      };
    },

    getImport: async ({ caller, params, at }) => {
      const { data } = await own(caller, params['id']);
      return { body: await shown(data, await judgement(data, { caller, at }), apisFor(caller), at) };
    },

    commitImport: async ({ caller, params, body, acceptedWarnings, at }) => {
      const stored = await own(caller, params['id']);
      const status = statusAt(stored.data, at);
      requireOpen(stored.data, status);
      if (isOver(stored.data, at))
        throw new Problem('WRONG_STATE', says('该清单上传已满 30 天，不能再登记', '请重新上传'));
      const { takenBack: _earlier, ...data } = stored.data;
      const apis = apisFor(caller);
      if (status === 'FAILED') {
        const { next, writes } = await takenUp(stored, body.mode, { caller, at });
        return { body: await shown(next, await judgement(next, { caller, at }), apis, at), writes };
      }
      const grid = await store.grid(data);
      const rows = await review(grid, { caller, today: dayInChina(at) }, known, await runtime.reference.at(at));
      const summary = judgementOf(rows, at);
      await store.keepJudgement(data, viewOf(caller), summary);
      const faults = rows.flatMap((row) => row.faults);
      const isWhole = body.mode === 'ALL_OR_NOTHING';
      const lines = rows.flatMap((row) => row.judged ?? []);
      if ((isWhole && faults.length > 0) || lines.length === 0) throw ruleViolation(faults.map(findingOf));

      const settled = await settleTerms(lines, body, {
        apis,
        known,
        caller,
        today: dayInChina(at),
        lists: await runtime.reference.at(at),
      });
      if ('findings' in settled) throw ruleViolation(settled.findings);
      const trades = tradesOf(lines, settled.termsOf).map((trade) => prepared(trade, body.explanation));
      if (trades.length > TRADES_AT_ONCE || lines.length > ROWS_AT_ONCE) {
        const commit = { mode: body.mode, caller, acceptedWarnings: [...acceptedWarnings], at };
        const { next, writes } = await handedOver(stored, data, trades, commit);
        return { body: await shown(next, summary, apis, at), writes };
      }
      const { registered, refused } = await registerAll(apis, trades, {
        attempt: attemptOf(data),
        acceptedWarnings,
        isOnly: trades.length === 1,
      });
      if (isAwaited(body.mode, refused)) {
        // What its trades name was filed a moment ago: the workflow waits for it, and registers nothing twice.
        const commit = { mode: body.mode, caller, acceptedWarnings: [...acceptedWarnings], at };
        const { next, writes } = await handedOver(stored, data, trades, commit);
        return { body: await shown(next, summary, apis, at), writes };
      }
      if (refused.length > 0 && (isWhole || registered.length === 0)) {
        await withdrawAll(
          apis,
          registered.map(({ id }) => id),
        );
        const next = { ...data, attempt: data.attempt + 1 };
        const reasons = codesOf(refused.flatMap(({ refusal }) => refusal.errors));
        await runtime.table.commit(store.change(stored, next, { actor: caller, at, action: 'TAKE_BACK', reasons }));
        throw ruleViolation(refused.flatMap(findingsOf));
      }
      for (const { id, trade } of registered) await store.keepPackages(data.districtId, id, { lines: trade.packages });
      const outcome = outcomeOf(body.mode, [resultOf(registered, refused)]);
      const done: Import = { ...data, status: 'COMMITTED', outcome };
      const reasons = codesOf(outcome.refused);
      return {
        body: await shown(done, summary, apis, at),
        writes: store.change(stored, done, { actor: caller, at, action: 'COMMIT', reasons }),
      };
    },

    getImportErrors: async ({ caller, params, accept, at }) => {
      const { data } = await own(caller, params['id']);
      if (isCleared(data, at)) throw new Problem('NOT_FOUND', IS_CLEARED);
      const grid = await store.grid(data);
      const errors = faultsIn(
        data,
        await review(grid, { caller, today: dayInChina(at) }, known, await runtime.reference.at(at)),
      );
      const file = await sheetFile(await errorRows(grid, errors), 'errors', accept);
      return file ?? { body: { errors: errors.slice(0, SHOWN * 10) } };
    },
  };

  /** Hands a commit to its workflow; what it is to register is fixed before. */
  async function handedOver(
    stored: StoredImport,
    data: Import,
    trades: readonly PreparedTrade[],
    { at, ...commit }: Pick<Commitment, 'mode' | 'caller' | 'acceptedWarnings'> & { readonly at: string },
  ): Promise<{ next: Import; writes: Write[] }> {
    const id = runtime.newUlid();
    const sliceCount = await store.keepTrades(data, id, trades);
    const commitment = { id, ...commit, sliceCount, tradeCount: trades.length, startedAt: at };
    const next: Import = { ...data, status: 'COMMITTING', commitment };
    const slices = Array.from({ length: sliceCount }, (_, index) => index + 1);
    return { next, writes: started(stored, next, slices, { caller: commit.caller, at }) };
  }

  function started(stored: StoredImport, next: Import, slices: readonly number[], { caller, at }: Asked): Write[] {
    return store.change(stored, next, { actor: caller, at, action: 'COMMIT', messages: [startOf(next, slices)] });
  }

  /** Goes on with a commit whose execution broke off: with what was fixed then, so that nothing is registered twice. */
  async function takenUp(
    stored: StoredImport,
    mode: Commitment['mode'],
    { caller, at }: Asked,
  ): Promise<{ next: Import; writes: Write[] }> {
    const { error: _before, ...data } = stored.data;
    const { commitment } = data;
    if (!commitment) throw new Error(`${data.id} failed without a commitment`);
    if (commitment.mode !== mode) {
      throw new Problem(
        'WRONG_STATE',
        `该清单已按“${COMMIT_MODE_NAMES[commitment.mode]}”的方式登记了一部分，只能以同一方式继续`,
      );
    }
    const restarts = (commitment.restarts ?? 0) + 1;
    const next: Import = { ...data, status: 'COMMITTING', commitment: { ...commitment, startedAt: at, restarts } };
    const slices = await store.openSlices(data, commitment);
    return { next, writes: started(stored, next, slices, { caller, at }) };
  }

  async function own(caller: Caller, id = ''): Promise<StoredImport> {
    const stored = await store.load(id);
    if (!stored || !maySee(caller, stored.data)) throw notFound();
    return stored;
  }

  /** Judges the rows and keeps what answers show of it. */
  async function judgedNow(data: Import, grid: Grid, { caller, at }: Asked): Promise<Judgement> {
    const judged = judgementOf(
      await review(grid, { caller, today: dayInChina(at) }, known, await runtime.reference.at(at)),
      at,
    );
    await store.keepJudgement(data, viewOf(caller), judged);
    return judged;
  }

  /** As it was kept: of a committed sheet at its commit, of an open one a few seconds ago at most. */
  async function judgement(data: Import, asked: Asked): Promise<Judgement> {
    const view = viewOf(asked.caller);
    if (isCleared(data, asked.at)) return CLEARED;
    const kept = await store.judgement(data, view);
    if (kept && data.status !== 'PREVIEWED') return kept;
    return fresh(`${data.id} ${view}`, asked.at, kept, async () => judgedNow(data, await store.grid(data), asked));
  }

  async function shown(data: Import, judged: Judgement, apis: OtherApis, at: string): Promise<ImportJson> {
    const { judgedAt: _at, isBuyerOpen, totals, errorCount, errors, notes, ...preview } = judged;
    const later = laterFaults(data);
    const { commitment } = data;
    const failure = statusAt(data, at) === 'FAILED' ? { failure: failureOf(data) } : {};
    const buyer = data.status === 'PREVIEWED' && isBuyerOpen ? await onlyBuyer(apis) : undefined;
    return {
      ...factsOf(data, at),
      headerRow: data.header.no,
      rowCount: data.rowCount,
      ...preview,
      totals: totals as ImportJson['totals'],
      errorCount: errorCount + later.length,
      errors: [...errors, ...later].slice(0, SHOWN),
      notes: [...(data.notes ?? []), ...notes],
      ...(buyer ? { proposedBuyer: buyer } : {}),
      ...failure,
      ...(data.outcome ? { outcome: data.outcome } : {}),
      ...(commitment
        ? { progress: { trades: commitment.tradeCount, registered: await store.progress(data, commitment) } }
        : {}),
    };
  }
}

/** Who uploaded a sheet may see it, and so may the centre's clerks. */
const maySee = (caller: Caller, { districtId, createdBy }: Import): boolean =>
  districtId === caller.districtId && (caller.role === 'clerk' || createdBy === caller.sub);

const factsOf = (data: Import, at: string) => ({
  id: data.id,
  kind: data.kind,
  status: statusAt(data, at),
  fileName: data.fileName,
  createdBy: data.createdBy,
  createdAt: data.createdAt,
});

const importSummaryToJson = ({ data, updatedAt }: StoredImport, at: string): ImportSummaryJson => ({
  ...factsOf(data, at),
  rowCount: data.rowCount,
  ...data.preview,
  tradeCount: data.commitment?.tradeCount,
  ...(data.outcome && {
    outcome: { registeredRowCount: data.outcome.registeredRowCount, tradeCount: data.outcome.tradeCount },
  }),
  updatedAt,
});

/** The judgement of a sheet whose rows are gone: nothing is left to judge. */
const CLEARED: Judgement = {
  judgedAt: '',
  goodRowCount: 0,
  totals: [],
  errorCount: 0,
  errors: [],
  notes: [CLEARED_NOTE],
  lines: [],
  isBuyerOpen: false,
};

/** What the registry said against the rows when they were committed. */
const laterFaults = (data: Import): Fault[] => [...(data.takenBack ?? []), ...(data.outcome?.refused ?? [])];

/** Who asks, and when. */
interface Asked {
  readonly caller: Caller;
  readonly at: string;
}

/** Those to whom a sheet is judged alike: staff, or one party, which is told of no goods but its own. */
const viewOf = (caller: Caller): string => (isParty(caller) ? `${caller.role} ${caller.entityId ?? ''}` : 'staff');

const faultsIn = (data: Import, rows: readonly JudgedRow[]): Fault[] => [
  ...rows.flatMap(({ faults }) => faults),
  ...laterFaults(data),
];

const failureOf = ({ error = 'TIMED_OUT' }: Import) => ({
  code: error,
  message: '登记因系统故障中断；请以同一方式再次提交，系统从中断处继续，已登记的不会重复',
});

function requireOpen({ outcome }: Import, status: Import['status']): void {
  if (status === 'COMMITTING') throw new Problem('WRONG_STATE', says('该清单正在登记', '请稍后查看结果，不必再次提交'));
  if (status === 'PREVIEWED' || status === 'FAILED') return;
  throw new Problem(
    'WRONG_STATE',
    `该清单已登记 ${outcome?.tradeCount ?? 0} 笔交易，不能再次登记；更正后的行请重新上传`,
  );
}

const sentence = ({ row, column, message }: Fault): string =>
  `第 ${row} 行${column === '' ? '' : `“${column}”`}：${message}`;

const findingOf = (fault: Fault): Finding => danger(fault.code, `/rows/${fault.row}`, sentence(fault));

/** A refusal's findings by row; a warning's pointer is its own among all trades of the sheet. */
const findingsOf = (refused: Refused): Finding[] => {
  const faults = faultsOf([refused]);
  return faults.map((fault, index) => {
    const error = refused.refusal.errors[index];
    return error?.severity === 'WARNING'
      ? warning(error.code, sheetPointer(refused.trade, error.pointer), sentence(fault))
      : findingOf(fault);
  });
};

/** The rows with errors as they came, and why, so that they can be put right and uploaded again. */
async function errorRows({ header, rows }: Grid, errors: readonly Fault[]): Promise<string[][]> {
  const byRow = new Map<number, Fault[]>();
  for (const fault of errors) {
    const same = byRow.get(fault.row);
    if (same) same.push(fault);
    else byRow.set(fault.row, [fault]);
  }
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const layout = withReasons(header.cells, width, ['行号', '错误原因']);
  const wrong = rows.filter(({ no }) => byRow.has(no));
  const written = await inTurns(wrong, ({ no, cells }) => {
    const reasons = (byRow.get(no) ?? []).map(({ column, message }) =>
      column === '' ? message : `${column}：${message}`,
    );
    return layout.row(cells, [String(no), reasons.join('；')]);
  });
  return [layout.header, ...written];
}
