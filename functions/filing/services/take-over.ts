import { dayInChina } from '../../shared/kernel/china-time.ts';
import { type Finding, parted } from '../../shared/kernel/finding.ts';
import { once } from '../../shared/once.ts';
import type { Write } from '../../shared/table/write.ts';
import type { AgreementForm } from '../domain/agreement.ts';
import { buyerCodeFrom } from '../domain/buyer-code.ts';
import { takenOver, validUntil } from '../domain/entity.ts';
import { entityIdOf, type Filing } from '../domain/filing.ts';
import { type Former, type FormerForm, formerFindings } from '../domain/former.ts';
import type { NewGoods } from '../domain/goods.ts';
import { kindRow } from '../domain/kind.ts';
import { takenStall } from '../domain/rules/taken-stall.ts';
import type { SheetKind } from '../domain/sheet-kind-names.ts';
import type { Submission } from '../domain/submission.ts';
import { claimWrites, holdingWrites } from '../store/claims.ts';
import { buyerCodeWrite } from '../store/directory.ts';
import { filingChange } from '../store/filings.ts';
import { formerWrite } from '../store/former.ts';
import { entityWrites } from '../store/register.ts';
import { agreementJudgement, newAgreement } from './agreements.ts';
import { broughtFindings, goodsJudgement, newGoods } from './goods.ts';
import { formCitationWrites, hindrance } from './intake.ts';
import type { RowContext, RowFiler } from './row-filer.ts';

/**
 * 接收原备案: a row becomes a record as it was filed before, without a review of its own. Whoever uploaded the sheet and
 * whoever committed it are two people, and both stand in the record.
 */

/** A term that has ended is no fault here: the record is taken over as ended. */
const ENDED = 'TERM_EXPIRED';

export function takeOver(
  kind: SheetKind,
  { form, former }: { readonly form: unknown; readonly former: FormerForm },
  context: RowContext,
): RowFiler {
  const { store, districtId, at, lists, committedBy, batchId } = context;
  const today = dayInChina(at);
  const { validUntil: _term, ...told } = former;
  const kept: Former = { ...told, batchId, takenOverOn: today };
  const cause = { actor: committedBy, at, action: 'TAKE_OVER', reasons: [reasonOf(former)] };
  const row: TakenRow = { context, former, kept, cause, today };
  const own = ownOf(kind, form, row);
  return {
    async against() {
      const isTaken = (await store.formerHolder(districtId, kind, former.number)) !== undefined;
      const found = (await own.found()).filter(({ code }) => code !== ENDED);
      return [...parted(found)[0], ...formerFindings(former, { today, lists, isTaken })];
    },
    writes: async () => [...(await own.writes()), formerWrite(districtId, kind, former.number, own.id)],
  };
}

/** A row with what was told of it as it was before. */
interface TakenRow {
  readonly context: RowContext;
  readonly former: FormerForm;
  readonly kept: Former;
  readonly cause: {
    readonly actor: RowContext['committedBy'];
    readonly at: string;
    readonly action: string;
    readonly reasons: readonly string[];
  };
  readonly today: string;
}

interface Own {
  /** By which the former number leads to it. */
  readonly id: string;
  readonly found: () => Promise<readonly Finding[]>;
  readonly writes: () => Promise<readonly Write[]>;
}

function ownOf(kind: SheetKind, form: unknown, row: TakenRow): Own {
  switch (kind) {
    case 'goods':
      return ofGoods(form as NewGoods, row);
    case 'agreement':
      return ofAgreement(form as AgreementForm, row);
    default:
      return ofParty(form as Submission, row);
  }
}

const reasonOf = ({ source, number, filedOn }: FormerForm): string =>
  `接收原备案：来源“${source}”，原备案号“${number}”，备案于 ${filedOn}`;

function ofParty(submission: Submission, { context, former, kept, cause, today }: TakenRow): Own {
  const { store, id, districtId, uploadedBy, committedBy, uploadedAt, at, lists } = context;
  const found = once(async (): Promise<readonly Finding[]> => {
    const judge = { ...uploadedBy, districtId };
    const { broken, noted, duplicate } = await hindrance(store, judge, submission, at, lists, { id });
    // Whoever has left the stall, as its ended term says, takes it from nobody.
    const isEnded =
      broken.some(({ code }) => code === ENDED) ||
      (former.validUntil ?? validUntil(submission, former.filedOn, lists)) < today;
    const stallHolder = isEnded ? undefined : await store.stallHolder({ id, districtId, submission });
    return [...broken, ...noted, ...(duplicate ? [duplicate] : []), ...takenStall(submission, { stallHolder })];
  });
  return {
    id: entityIdOf(id),
    found,
    async writes() {
      const { numberPrefix } = kindRow(submission.kind, lists);
      const filingNumber = await store.takeNumber(districtId, numberPrefix, today);
      const filing: Filing = {
        id,
        districtId,
        submission,
        status: 'APPROVED',
        revisions: [{ revision: 1, submittedBy: uploadedBy.sub, submittedAt: uploadedAt }],
        findings: parted(await found())[1],
        decisions: [{ revision: 1, decision: 'APPROVE', reasons: [...cause.reasons], by: committedBy.sub, at }],
        filingNumber,
        former: kept,
      };
      const entity = takenOver(filing, filingNumber, former, today, lists);
      const { writes, after } = filingChange(undefined, filing, cause);
      const code = { code: buyerCodeFrom(context.newUlid()), issuedAt: at, issuedBy: committedBy.sub };
      return [
        ...writes,
        ...claimWrites(filing),
        ...entityWrites(undefined, entity, { ...cause, filingId: id }, after),
        ...(await holdingWrites(context.table, undefined, entity)),
        ...(await formCitationWrites(store, submission, at, lists)),
        ...(submission.kind === 'buyer' ? [buyerCodeWrite(entity.id, code)] : []),
      ];
    },
  };
}

function ofGoods(form: NewGoods, { context, kept, cause }: TakenRow): Own {
  const { store, id, districtId, uploadedBy, committedBy: caller, at, lists } = context;
  const { goodsNumber, ...goods } = form;
  const judge = { ...uploadedBy, districtId };
  const found = once(
    async (): Promise<readonly Finding[]> => [
      ...(await broughtFindings(store, goodsNumber, districtId, at, lists)),
      ...(await goodsJudgement(store, judge, districtId, goods, at, lists)).findings,
    ],
  );
  return {
    id,
    found,
    async writes() {
      const findings = parted(await found())[1];
      const filed = { id, caller, districtId, form, findings, at, lists, former: kept, cause };
      return (await newGoods(store, filed)).writes;
    },
  };
}

function ofAgreement(form: AgreementForm, { context, kept, cause }: TakenRow): Own {
  const { store, id, districtId, committedBy: caller, at, lists } = context;
  return {
    id,
    found: () => agreementJudgement(store, districtId, form, at, lists),
    writes: async () =>
      (await newAgreement(store, { id, caller, districtId, form, at, lists, former: kept, cause })).writes,
  };
}
