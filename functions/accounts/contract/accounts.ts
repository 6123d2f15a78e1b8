import { z } from 'zod';
import { contract } from '../../shared/http/contract.ts';
import { ListQuery, listOf } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { code, date, id, ruleIssue, text } from '../../shared/kernel/fields.ts';
import { says } from '../../shared/kernel/finding.ts';
import { named } from '../../shared/kernel/named.ts';
import { ACCOUNT_STATE_NAMES, ASSIGNMENT_STATE_NAMES } from '../../shared/kernel/names.ts';
import { AUTHORITY_NAMES, ROLE_NAMES } from '../../shared/kernel/role.ts';
import { AccountJson, WithCode } from './answers.ts';

/** Who looks after accounts, each after some. */
const KEEPERS = ['operator', 'centreHead', 'clerk', 'merchant', 'agent'] as const;

/** Whom deeds are told of by name. */
const OFFICES = ['clerk', 'reviewer', 'operator', 'manager', 'centreHead', 'inspector'] as const;

const districtId = ListQuery.shape.districtId;

const reason = text('事由', 200);

/** The subject of a token: what OpenID Connect takes, less what divides keys and lists. */
const sub = z
  .string()
  .regex(/^[!"$-+\--~]{1,200}$/)
  .meta({ title: '登录标识', example: 'account-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9' });

const licenceSeen = z
  .boolean()
  .superRefine((isSeen, context) => {
    if (isSeen) return;
    context.addIssue(ruleIssue('LICENCE_NOT_SEEN', says('没有查验证照，不能重置口令', '请查验证照原件后再办理')));
  })
  .meta({ title: '已查验证照', example: true });

const AssignmentRequest = z.strictObject({
  role: named(ROLE_NAMES).meta({ title: '岗位' }),
  districtId: districtId.meta({
    title: '区县代码',
    description: 'Absent, the caller’s own; of the city’s roles the city’s code',
  }),
  entityId: id('主体编号', 'entity').optional(),
  authority: named(AUTHORITY_NAMES).optional().meta({ title: '监管部门' }),
  bankCode: code('联行号', /^\d{12}$/, '104653012345').optional(),
  from: date('开始日期').optional(),
  until: date('结束日期').optional(),
});

concepts({ AssignmentRequest });

export type AssignmentRequest = z.output<typeof AssignmentRequest>;

const answered = { success: { status: 200, schema: AccountJson } } as const;

export const accountsApi = contract({
  listAccounts: {
    method: 'GET',
    path: '/v1/accounts',
    summary:
      'Accounts of a district that the caller looks after: of the city every one, of a centre’s head those of its centre, of a ' +
      'clerk those of parties, of a party its own staff. `assignment=PROPOSED` are those that wait for a second person 账户',
    roles: KEEPERS,
    query: ListQuery.pick({ limit: true, cursor: true, districtId: true }).extend({
      entityId: id('主体编号', 'entity').optional(),
      role: named(ROLE_NAMES).optional().meta({ title: '岗位' }),
      state: named(ACCOUNT_STATE_NAMES).optional().meta({ title: '账户状态' }),
      assignment: named(ASSIGNMENT_STATE_NAMES).optional().meta({ title: '岗位状态' }),
    }),
    success: { status: 200, schema: listOf(AccountJson) },
    problems: [],
  },
  openAccount: {
    method: 'POST',
    path: '/v1/accounts',
    summary:
      'Opens an account with its first assignment. Where the platform is its own issuer the answer holds the one-time code with ' +
      'which the person begins; else `sub` names the person as the issuer does 开户',
    roles: KEEPERS,
    body: z.strictObject({
      name: text('姓名', 50),
      sub: sub.optional(),
      assignment: AssignmentRequest.meta({ title: '岗位' }),
    }),
    success: { status: 201, schema: WithCode },
    problems: ['DUPLICATE', 'UNAVAILABLE'],
    idempotent: true,
    dryRun: true,
  },
  getAccount: {
    method: 'GET',
    path: '/v1/accounts/{sub}',
    summary: 'One account',
    roles: KEEPERS,
    ...answered,
    problems: [],
  },
  assign: {
    method: 'POST',
    path: '/v1/accounts/{sub}/assignments',
    summary:
      'Gives an account something to act as. A reviewer’s, an inspector’s, a centre head’s and an operator’s assignment waits ' +
      'for a second person; every other is in force within a minute 派岗',
    roles: KEEPERS,
    body: AssignmentRequest,
    success: { status: 201, schema: AccountJson },
    problems: ['WRONG_STATE', 'DUPLICATE'],
    idempotent: true,
    dryRun: true,
  },
  confirmAssignment: {
    method: 'POST',
    path: '/v1/accounts/{sub}/assignments/{id}/confirmation',
    summary: 'Confirms a proposed assignment, by another person than its bearer and than who proposed it 确认',
    roles: ['operator', 'centreHead'],
    secondFactor: true,
    ...answered,
    problems: ['WRONG_STATE'],
  },
  endAssignment: {
    method: 'POST',
    path: '/v1/accounts/{sub}/assignments/{id}/end',
    summary: 'Ends an assignment, or refuses one that is proposed; effective within a minute 结束岗位',
    roles: KEEPERS,
    body: z.strictObject({ reason }),
    ...answered,
    problems: ['WRONG_STATE'],
  },
  suspendAccount: {
    method: 'POST',
    path: '/v1/accounts/{sub}/suspension',
    summary: 'Suspends an account, whatever it may act as; effective within a minute 停用',
    roles: KEEPERS,
    secondFactor: true,
    body: z.strictObject({ reason }),
    ...answered,
    problems: ['WRONG_STATE'],
  },
  liftSuspension: {
    method: 'POST',
    path: '/v1/accounts/{sub}/suspension/lifting',
    summary: 'Lifts the suspension of an account 恢复',
    roles: KEEPERS,
    secondFactor: true,
    body: z.strictObject({ reason }),
    ...answered,
    problems: ['WRONG_STATE'],
  },
  issueOneTimeCode: {
    method: 'POST',
    path: '/v1/accounts/{sub}/one-time-code',
    summary:
      'Resets the pass phrase of an account after the licence was looked at: a new one-time code, and the pass phrase before it ' +
      'holds no longer. Who did so and why is recorded before the code is made 重置口令',
    roles: KEEPERS,
    body: z.strictObject({
      licenceSeen,
      reason,
    }),
    success: { status: 201, schema: WithCode },
    problems: ['WRONG_STATE', 'UNAVAILABLE', 'SECOND_FACTOR_REQUIRED'],
    idempotent: true,
  },
  listAccountNames: {
    method: 'GET',
    path: '/v1/account-names',
    summary:
      'The names of people by their subjects, for whoever reads who did what: of the caller’s district and of the city. Of others ' +
      'none is told',
    roles: OFFICES,
    query: z.object({
      subs: z
        .string()
        .max(8000)
        .transform((subs) => [...new Set(subs.split(','))].filter(Boolean))
        .pipe(z.array(sub).max(100))
        .meta({ title: '登录标识', description: 'Separated by commas, at most 100' }),
    }),
    success: { status: 200, schema: z.object({ items: z.array(z.object({ sub: z.string(), name: z.string() })) }) },
    problems: [],
  },
});
