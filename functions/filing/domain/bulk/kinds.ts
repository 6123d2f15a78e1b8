import { z } from 'zod';
import { EntityKind } from '../../../events/entity.ts';
import { comparableNumber } from '../../../shared/kernel/comparison.ts';
import type { Headings } from '../../../shared/kernel/headings.ts';
import { stallKey } from '../../../shared/kernel/stall.ts';
import { AgreementForm } from '../agreement.ts';
import { FormerForm, FormerParty } from '../former.ts';
import { NewGoodsForm } from '../goods.ts';
import type { BATCH_PURPOSE_NAMES } from '../names.ts';
import { isPartySheet, SHEET_KIND_NAMES, type SheetKind } from '../sheet-kind-names.ts';
import { Submission } from '../submission.ts';
import { type Column, columnsOf, headingsOf, REASON_TITLE } from './columns.ts';
import { cellText } from './reading.ts';

/** A row as fields of its form, not yet judged. */
type Fields = Readonly<Record<string, unknown>>;

/** By what two rows of one sheet are one record. */
export interface Mark {
  readonly mark: string;
  readonly column: string;
  /** For people. */
  readonly what: string;
}

/** A sheet of one kind of form. */
export interface FormSheet {
  readonly kind: SheetKind;
  /** Chinese. */
  readonly name: string;
  readonly columns: readonly Column[];
  readonly headings: Headings<Column>;
  /** Columns that every record is named by. */
  readonly named: readonly Column[];
  readonly form: z.ZodType;
  /** The form's fields as the form wants them, and where in it they stand. */
  readonly input: (fields: Fields) => unknown;
  readonly root: string;
  /** Where in it the form of the kind stands, to which its rules point. */
  readonly formAt: '' | '/form';
  readonly marks: (fields: Fields) => readonly Mark[];
}

/** The columns that a sheet of parties is named by, whichever of them its kind has. */
const NAMED_BY: ReadonlySet<string> = new Set([
  'unifiedSocialCreditCode',
  'name',
  'legalRepresentative.idNumber',
  'certificateNumber',
  'account',
]);

const sheet = (
  of: Pick<FormSheet, 'kind' | 'form' | 'input' | 'root' | 'marks'>,
  fields: z.ZodType,
  named: ReadonlySet<string>,
): FormSheet => {
  const columns = columnsOf(fields);
  return {
    ...of,
    formAt: '',
    name: SHEET_KIND_NAMES[of.kind],
    columns,
    headings: headingsOf(columns),
    named: columns.filter(({ field }) => named.has(field.join('.'))),
  };
};

const partySheet = (kind: EntityKind): FormSheet => {
  const own = Submission.options.find(({ shape }) => shape.kind.safeParse(kind).success)!;
  return sheet(
    { kind, form: Submission, input: (entity) => ({ kind, entity }), root: '/entity', marks: marksOfParty },
    own.shape.entity,
    NAMED_BY,
  );
};

function marksOfParty(fields: Fields): Mark[] {
  const {
    unifiedSocialCreditCode,
    nationality = '',
    certificateNumber,
    account,
    marketId,
    stall,
  } = fields as {
    readonly [field in
      | 'unifiedSocialCreditCode'
      | 'nationality'
      | 'certificateNumber'
      | 'account'
      | 'marketId']?: string;
  } & { readonly stall?: { building?: string; floor?: string; street?: string; number?: string } };
  const numbers: [column: string, number: string | undefined, within: string][] = [
    ['统一社会信用代码', unifiedSocialCreditCode, ''],
    ['证件号码', certificateNumber, nationality],
    ['收汇账号', account, ''],
  ];
  const { building, number } = stall ?? {};
  return [
    ...numbers.flatMap(([column, of, within]) =>
      of ? [{ mark: `${column} ${within} ${of.toUpperCase()}`, column, what: `${column}“${of}”` }] : [],
    ),
    ...(building && number
      ? [
          {
            mark: `stall ${marketId} ${stallKey({ ...stall, building, number })}`,
            column: '摊位号',
            what: '市场和摊位',
          },
        ]
      : []),
  ];
}

/** Rows that say the same in every field are one record. */
const marksOfWhole =
  (column: string) =>
  (fields: Fields): Mark[] => [{ mark: JSON.stringify(fields), column, what: '各列内容' }];

function filedAs(kind: SheetKind): FormSheet {
  if (isPartySheet(kind)) return partySheet(kind);
  const [form, column, named] =
    kind === 'goods'
      ? ([NewGoodsForm, '中文品名', ['merchantId', 'nameZh', 'hsCode']] as const)
      : ([AgreementForm, '委托方（经营户）', ['merchantId', 'tradeOperatorId', 'agreementNumber']] as const);
  const of = { kind, form, input: (fields: Fields) => fields, root: '', marks: marksOfWhole(column) } as const;
  return sheet(of, form, new Set(named));
}

/** A sheet of what was filed before: the kind's own columns, and behind them when, where and under which number. */
function takenOver(base: FormSheet): FormSheet {
  const former = isPartySheet(base.kind) ? FormerParty : FormerForm;
  const columns = [...base.columns, ...columnsOf(z.object({ former }))];
  return {
    ...base,
    columns,
    headings: headingsOf(columns),
    form: z.strictObject({ form: base.form, former }),
    input: ({ former: told, ...fields }) => ({ form: base.input(fields), former: told }),
    root: `/form${base.root}`,
    formAt: '/form',
    marks: ({ former: told, ...fields }) => [...base.marks(fields), ...marksOfFormer(told)],
  };
}

const marksOfFormer = (former: unknown): Mark[] => {
  const { number } = former as { readonly number?: string };
  return number
    ? [{ mark: `former ${comparableNumber(number)}`, column: '原备案号', what: `原备案号“${number}”` }]
    : [];
};

const made = new Map<string, FormSheet>();

/** The sheet of a kind. It is made once it is asked for: a thread that reads one needs no other. */
export function sheetOf(kind: SheetKind, purpose: keyof typeof BATCH_PURPOSE_NAMES = 'FILE'): FormSheet {
  const key = `${purpose} ${kind}`;
  const known = made.get(key);
  if (known) return known;
  const fresh = purpose === 'TAKE_OVER' ? takenOver(sheetOf(kind)) : filedAs(kind);
  made.set(key, fresh);
  return fresh;
}

/** Titles that name no column of the template: what stands below them is not read. */
export const unknownTitles = ({ headings }: FormSheet, titles: readonly string[]): string[] =>
  titles.filter((title) => cellText(title) !== '' && title !== REASON_TITLE && headings.keyOf(title) === undefined);
