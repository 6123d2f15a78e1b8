import type { Caller } from '../../shared/auth/caller.ts';
import { danger, type Finding, parted } from '../../shared/kernel/finding.ts';
import { once } from '../../shared/once.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import type { Table } from '../../shared/table/table.ts';
import type { Write } from '../../shared/table/write.ts';
import type { AgreementForm } from '../domain/agreement.ts';
import type { NewGoods } from '../domain/goods.ts';
import { takenStall } from '../domain/rules/taken-stall.ts';
import type { SheetKind } from '../domain/sheet-kind-names.ts';
import type { Submission } from '../domain/submission.ts';
import type { FilingStore } from '../store/index.ts';
import { agreementJudgement, isOfOthers, newAgreement, OF_OTHERS } from './agreements.ts';
import { broughtFindings, goodsJudgement, newGoods } from './goods.ts';
import { formCitationWrites, hindrance, submitted } from './intake.ts';

/** A row's form on its way to be a record, by the path that the counter's form takes. */
export interface RowFiler {
  /** What stands against it. */
  readonly against: () => Promise<readonly Finding[]>;
  /** The writes that file it, where nothing does. */
  readonly writes: () => Promise<readonly Write[]>;
}

/** Where a row comes from, and where it goes. */
export interface RowContext {
  readonly store: FilingStore;
  readonly table: Table;
  readonly newUlid: () => string;
  readonly batchId: string;
  /** The record that it becomes. */
  readonly id: string;
  readonly districtId: string;
  readonly uploadedBy: Caller;
  readonly uploadedAt: string;
  readonly committedBy: Caller;
  readonly at: string;
  readonly lists: Lists;
}

/** @param form as the schema of the kind has read it */
export function rowFiler(kind: SheetKind, form: unknown, context: RowContext): RowFiler {
  switch (kind) {
    case 'goods':
      return goodsFiler(form as NewGoods, context);
    case 'agreement':
      return agreementFiler(form as AgreementForm, context);
    default:
      return partyFiler(form as Submission, context);
  }
}

/** Whether the record that a row becomes is there, because its step broke off behind it. */
export async function isFiled(store: FilingStore, kind: SheetKind, id: string): Promise<boolean> {
  switch (kind) {
    case 'goods':
      return (await store.goods(id)) !== undefined;
    case 'agreement':
      return (await store.agreement(id)) !== undefined;
    default:
      return (await store.filing(id)) !== undefined;
  }
}

const partyFiler = (submission: Submission, context: RowContext): RowFiler => ({
  async against() {
    const { store, id, districtId, uploadedBy, at, lists } = context;
    const { broken, duplicate } = await hindrance(store, uploadedBy, submission, at, lists, { id });
    const found = duplicate ? [...broken, duplicate] : broken;
    // The counter's form is returned for a taken stall within seconds; a sheet says so before it is committed.
    const stallHolder = await store.stallHolder({ id, districtId, submission });
    return [...found, ...takenStall(submission, { stallHolder })];
  },

  async writes() {
    const { store, id, committedBy, at, lists } = context;
    const { writes } = submitted(id, submission, committedBy, at);
    return [...writes, ...(await formCitationWrites(store, submission, at, lists))];
  },
});

function goodsFiler(form: NewGoods, context: RowContext): RowFiler {
  const { store, id, districtId, uploadedBy, committedBy, at, lists } = context;
  const { goodsNumber, ...own } = form;
  // Judged for the preview and for what is kept of it, read once.
  const found = once(
    async (): Promise<readonly Finding[]> => [
      ...(await broughtFindings(store, goodsNumber, districtId, at, lists)),
      ...(await goodsJudgement(store, uploadedBy, districtId, own, at, lists)).findings,
    ],
  );
  return {
    against: async () => parted(await found())[0],
    async writes() {
      const findings = await found();
      return (await newGoods(store, { id, caller: committedBy, districtId, form, findings, at, lists })).writes;
    },
  };
}

const agreementFiler = (form: AgreementForm, context: RowContext): RowFiler => ({
  async against() {
    const { store, districtId, uploadedBy, at, lists } = context;
    if (isOfOthers(uploadedBy, form)) return [danger('NOT_OWN_AGREEMENT', '/merchantId', OF_OTHERS)];
    return parted(await agreementJudgement(store, districtId, form, at, lists))[0];
  },

  async writes() {
    const { store, id, districtId, committedBy: caller, at, lists } = context;
    return (await newAgreement(store, { id, caller, districtId, form, at, lists })).writes;
  },
});
