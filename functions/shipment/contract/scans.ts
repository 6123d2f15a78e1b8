import { z } from 'zod';
import { contract } from '../../shared/http/contract.ts';
import { FindingJson } from '../../shared/http/schemas.ts';
import { containerNumberOf, isContainerNumber, notAContainer } from '../../shared/kernel/container-number.ts';
import * as field from '../../shared/kernel/fields.ts';
import { says } from '../../shared/kernel/finding.ts';
import { named } from '../../shared/kernel/named.ts';
import type { Fact } from '../domain/fact.ts';
import { parseLabel } from '../domain/label.ts';
import { FACT_KIND_NAMES, TAKEN_NAMES } from '../domain/names.ts';

/** [designed] Facts of one request: what a phone has scanned in some minutes, and far from what a transaction takes. */
export const MAX_FACTS = 100;

/** [designed] More cartons than are ever counted at once. */
const MAX_CARTONS = 100_000;

const name = (title: string) =>
  z
    .string()
    .regex(/^[\w.:-]{1,64}$/)
    .meta({ title, example: '01JDXKQ8Z3W5T7V9Y1A3C5E7G9' });

const factId = name('记录编号').meta({
  description: 'Made by the phone, new for every scan: what is sent again is taken once, by it and by what it says',
});

/** A container by its number, or by the label on its door. */
const container = z
  .string()
  .overwrite((typed) => {
    const label = parseLabel(typed);
    return typeof label !== 'string' && label.of === 'BOX' ? label.container : containerNumberOf(typed);
  })
  .superRefine((number, context) => {
    if (!isContainerNumber(number)) context.addIssue(field.ruleIssue('FORMAT', notAContainer(number)));
  })
  .meta({ title: '集装箱号', example: 'TEMU7654328' });

const FactBody = z
  .strictObject({
    factId,
    deviceId: name('设备编号'),
    session: name('扫描会话').meta({
      description: 'From one start of the phone’s clock to its next jump; a clock that jumps begins another',
    }),
    seq: z.int().min(0).max(1_000_000_000).meta({ title: '会话内序号' }),
    kind: named(FACT_KIND_NAMES).meta({ title: '事项' }),
    at: field.instant('时间').meta({ description: 'By the phone’s own clock, right or wrong' }),
    subject: field
      .text('扫描内容', 200)
      .superRefine(field.namesOne('扫描内容'))
      .meta({
        description:
          'What was read or typed: the code of a carton’s or a pile’s label (`MP1:…`), the mark of a carton ' +
          '(`5E7G9A-1 C/5`), a lot for cartons without labels (`5E7G9A-1`, or the trade’s number and the line in three ' +
          'digits), or any other mark, which waits to be claimed. Of VOID that of the fact which is void',
      }),
    n: z.int().min(0).max(MAX_CARTONS).optional().meta({
      title: '箱数',
      description: 'Absent of a labelled carton, and of a pile that is as its label says',
    }),
    visit: container.optional().meta({ description: 'Which is loaded, or taken from; LOAD names it' }),
    place: field.text('地点', 60).meta({ example: '大足一号仓' }),
    of: factId.optional().meta({ title: '作废的记录编号', description: 'VOID names the fact that is void' }),
    lot: field.text('认领到的批次', 60).optional().meta({
      description: 'CLAIM names the lot that a mark is of, as `subject` names one',
      example: 'JD5001112026000123004',
    }),
    evidence: z
      .array(field.code('证据的 SHA-256', /^[0-9a-f]{64}$/, '9f86d081…', (typed) => typed.trim().toLowerCase()))
      .max(10)
      .optional()
      .meta({ title: '证据' }),
  })
  .superRefine(({ kind, visit, of, lot }, context) => {
    const lacks = (path: keyof Fact, what: string): void =>
      context.addIssue({
        ...field.ruleIssue('REQUIRED', says(`“${FACT_KIND_NAMES[kind]}”缺少${what}`, `请填写${what}`)),
        path: [path],
      });
    if (kind === 'LOAD' && visit === undefined) lacks('visit', '集装箱号');
    if (kind === 'VOID' && of === undefined) lacks('of', '作废的记录编号');
    if (kind === 'CLAIM' && lot === undefined) lacks('lot', '认领到的批次');
  });

const ScanJson = z.object({
  factId: z.string().meta({ title: '记录编号' }),
  taken: named(TAKEN_NAMES).meta({ title: '结果' }),
  /** By the registry’s clock; it may still come to be earlier, once the phone’s clock is better known. */
  occurredAt: z.string().meta({ title: '发生时间' }),
  /** The lot for which it counts. */
  tradeId: z.string().optional().meta({ title: '交易编号' }),
  lineNo: z.int().optional().meta({ title: '行号' }),
  findings: z.array(FindingJson).meta({ title: '提示' }),
});

export const scansApi = contract({
  recordScans: {
    method: 'POST',
    path: '/v1/shipment-scans',
    summary:
      'What was done to goods, one fact or some that were scanned without a network (扫描记录). Each is taken once, in ' +
      'whatever order and however often it is sent, and none is lost: what cannot be counted is kept and waits. No ' +
      '`Idempotency-Key` is needed, since `factId` says what is the same',
    roles: ['agent', 'clerk'],
    body: z.strictObject({
      sentAt: field.instant('发送时间').optional().meta({
        description: 'By the phone’s clock as it sends: the registry learns by it how far that clock is off',
      }),
      facts: z.array(FactBody).min(1).max(MAX_FACTS).meta({ title: '扫描记录' }),
    }),
    success: {
      status: 200,
      schema: z.object({
        facts: z.array(ScanJson).meta({ title: '扫描记录', description: 'In the order in which they were sent' }),
      }),
    },
    problems: [],
  },
});

export type ScansApi = typeof scansApi;
