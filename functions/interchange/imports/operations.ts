import type { Caller } from '../../shared/auth/caller.ts';
import type { Operations } from '../../shared/http/api.ts';
import { notFound, Problem, ruleViolation } from '../../shared/http/problem.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { danger, type Finding, warning } from '../../shared/kernel/finding.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Write } from '../../shared/table/write.ts';
import type { ImportJson, interchangeApi } from '../contract.ts';
import type { Registry } from '../registry.ts';
import { sheetFile } from '../sheet/file.ts';
import { type Grid, readGrid } from '../sheet/grid.ts';
import { type JudgedLine, type JudgedRow, totalsOf } from '../sheet/judge.ts';
import type { Fault } from '../sheet/row.ts';
import { knownStore } from '../store.ts';
import { faultsOf, outcomeOf, type Refused, registerAll, resultOf, withdrawAll } from './commit.ts';
import { type Commitment, type Import, importId, type PreparedTrade, SHOWN } from './document.ts';
import { review } from './review.ts';
import { expiryOf, importStore, type StoredImport } from './store.ts';
import { onlyBuyer, settleTerms } from './terms.ts';
import { prepared, sheetPointer, tradesOf } from './trades.ts';

type ImportOperations = Pick<
  Operations<typeof interchangeApi>,
  'createImport' | 'getImport' | 'commitImport' | 'getImportErrors'
>;

const SHOWN_LINES = 20;

/** What is registered while the client waits; a gateway gives up after 29 seconds, and more goes to a workflow. */
const TRADES_AT_ONCE = 20;
const ROWS_AT_ONCE = 1000;

export function importOperations(runtime: Runtime, registryFor: (caller: Caller) => Registry): ImportOperations {
  const [store, known] = [importStore(runtime.table), knownStore(runtime.table)];

  return {
    createImport: async ({ caller, query, body, at }) => {
      const { districtId, sub } = caller;
      const grid = await readGrid(body.bytes);
      const id = importId(districtId, runtime.newUlid());
      const data: Import = {
        id,
        districtId,
        kind: query.kind,
        status: 'PREVIEWED',
        createdBy: sub,
        createdAt: at,
        header: { no: grid.header.no, cells: [...grid.header.cells] },
        rowCount: grid.rows.length,
        chunkCount: await store.keepRows(districtId, id, grid.rows, expiryOf(at)),
        attempt: 1,
      };
      return {
        body: await shown(data, grid, registryFor(caller)),
        headers: { Location: `/v1/imports/${id}` },
        writes: [store.create(data)],
      };
    },

    getImport: async ({ caller, params }) => {
      const { data } = await own(caller, params['id']);
      return { body: await shown(data, await store.grid(data), registryFor(caller)) };
    },

    commitImport: async ({ caller, params, body, acceptedWarnings, at }) => {
      const stored = await own(caller, params['id']);
      requireOpen(stored.data);
      const { takenBack: _earlier, ...data } = stored.data;
      const registry = registryFor(caller);
      const grid = await store.grid(data);
      const rows = await review(grid, data.districtId, known);
      const faults = rows.flatMap((row) => row.faults);
      const isWhole = body.mode === 'ALL_OR_NOTHING';
      const lines = rows.flatMap(({ judged }) => judged ?? []);
      if ((isWhole && faults.length > 0) || lines.length === 0) throw ruleViolation(faults.map(findingOf));

      const settled = await settleTerms(lines, body, { registry, known, caller, today: dayInChina(at) });
      if ('findings' in settled) throw ruleViolation(settled.findings);
      const trades = tradesOf(lines, settled.termsOf).map((trade) => prepared(trade, body.explanation));
      if (trades.length > TRADES_AT_ONCE || lines.length > ROWS_AT_ONCE) {
        const commit = { mode: body.mode, caller, acceptedWarnings: [...acceptedWarnings], at };
        const { next, writes } = await handedOver(stored, data, trades, commit);
        return { body: await shown(next, grid, registry, rows), writes };
      }
      const { registered, refused } = await registerAll(registry, trades, {
        once: `${data.id}#${data.attempt}`,
        acceptedWarnings,
        isOnly: trades.length === 1,
      });
      if (refused.length > 0 && (isWhole || registered.length === 0)) {
        await withdrawAll(
          registry,
          registered.map(({ id }) => id),
        );
        await runtime.table.commit([store.change(stored, { ...data, attempt: data.attempt + 1 })]);
        throw ruleViolation(refused.flatMap(findingsOf));
      }
      for (const { id, trade } of registered) await store.keepPackages(data.districtId, id, { lines: trade.packages });
      const outcome = outcomeOf(body.mode, [resultOf(registered, refused)]);
      const done: Import = { ...data, status: 'COMMITTED', outcome };
      return { body: await shown(done, grid, registry, rows), writes: [store.change(stored, done)] };
    },

    getImportErrors: async ({ caller, params, accept }) => {
      const { data } = await own(caller, params['id']);
      const grid = await store.grid(data);
      const errors = faultsIn(data, await review(grid, data.districtId, known));
      const file = await sheetFile(errorRows(grid, errors), 'errors', accept);
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
    const commitment = { id, ...commit, sliceCount, tradeCount: trades.length };
    const next: Import = { ...data, status: 'COMMITTING', commitment };
    return { next, writes: [store.change(stored, next), ...store.start(stored, next, sliceCount, at)] };
  }

  /** Who uploaded a sheet may see it, and so may the centre's clerks. */
  async function own(caller: Caller, id = ''): Promise<StoredImport> {
    const stored = await store.load(id);
    if (!stored || stored.data.districtId !== caller.districtId) throw notFound();
    if (caller.role !== 'clerk' && stored.data.createdBy !== caller.sub) throw notFound();
    return stored;
  }

  async function shown(
    data: Import,
    grid: Grid,
    registry: Registry,
    judged?: readonly JudgedRow[],
  ): Promise<ImportJson> {
    const rows = judged ?? (await review(grid, data.districtId, known));
    const lines = rows.flatMap((row) => row.judged ?? []);
    const errors = faultsIn(data, rows);
    const isOpen = data.status === 'PREVIEWED';
    const { commitment } = data;
    const soFar = commitment && outcomeOf(commitment.mode, await store.results(data, commitment));
    const buyer = isOpen && lines.some(({ line }) => line.buyer === '') ? await onlyBuyer({ registry }) : undefined;
    return {
      id: data.id,
      kind: data.kind,
      status: data.status,
      createdAt: data.createdAt,
      headerRow: data.header.no,
      rowCount: data.rowCount,
      goodRowCount: lines.length,
      totals: totalsOf(lines) as ImportJson['totals'],
      errorCount: errors.length,
      errors: errors.slice(0, SHOWN),
      notes: notesOn(lines),
      lines: lines.slice(0, SHOWN_LINES).map(previewOf),
      ...(buyer ? { proposedBuyer: buyer } : {}),
      ...(data.outcome ? { outcome: data.outcome } : {}),
      ...(soFar ? { progress: { trades: commitment.tradeCount, registered: soFar.tradeCount } } : {}),
    };
  }
}

const faultsIn = (data: Import, rows: readonly JudgedRow[]): Fault[] => [
  ...rows.flatMap(({ faults }) => faults),
  ...(data.takenBack ?? []),
  ...(data.outcome?.refused ?? []),
];

function requireOpen({ status, outcome }: Import): void {
  if (status === 'COMMITTING') throw new Problem('WRONG_STATE', '该清单正在登记，请稍后查看结果，不必再次提交');
  if (status === 'PREVIEWED') return;
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

const previewOf = ({ line, goods, unitPrice }: JudgedLine): ImportJson['lines'][number] => ({
  row: line.no,
  merchantId: goods.merchantId,
  goodsId: goods.goodsId,
  name: goods.nameZh,
  hsCode: goods.hsCode,
  quantity: line.quantity,
  unit: line.unit,
  unitPrice,
  amount: line.amount,
  currency: line.currency,
});

/** What the fourteen columns leave open and was read into them, for the clerk to know before the commit. */
function notesOn(lines: readonly JudgedLine[]): string[] {
  const byWeight = lines.filter(
    ({ line, goods }) =>
      line.legalQuantity === '' && line.netWeightKg === '' && goods.legalUnit === '035' && goods.dealUnit !== '035',
  );
  const unmeasured = lines.filter(({ line }) => !line.carton);
  return [
    ...(byWeight.length === 0
      ? []
      : [
          `${byWeight.length} 行没有净重和法定数量：法定数量（千克）按“重量(KGS)”登记；如是毛重，请增加“净重(KGS)”或“法定数量”列`,
        ]),
    ...(unmeasured.length === 0
      ? []
      : [`${unmeasured.length} 行没有箱规（箱长、箱宽、箱高）：登记后须由仓库补录，才能组货`]),
  ];
}

/** The rows with errors as they came, and why, so that they can be put right and uploaded again. */
function errorRows({ header, rows }: Grid, errors: readonly Fault[]): string[][] {
  const byRow = Map.groupBy(errors, ({ row }) => row);
  const width = Math.max(header.cells.length, ...rows.map(({ cells }) => cells.length));
  const padded = (cells: readonly string[]): string[] =>
    Array.from({ length: width }, (_, index) => cells[index] ?? '');
  return [
    [...padded(header.cells), '行号', '错误原因'],
    ...rows
      .filter(({ no }) => byRow.has(no))
      .map(({ no, cells }) => [
        ...padded(cells),
        String(no),
        (byRow.get(no) ?? [])
          .map(({ column, message }) => (column === '' ? message : `${column}：${message}`))
          .join('；'),
      ]),
  ];
}
