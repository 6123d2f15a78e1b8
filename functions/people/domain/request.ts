import { z } from 'zod';
import { PERSONAL_REQUEST_KIND_NAMES, PERSONAL_REQUEST_STATUS_NAMES } from '../../events/names.ts';
import { named } from '../../shared/kernel/named.ts';
import { ROLE_NAMES } from '../../shared/kernel/role.ts';
import { OUTCOME_NAMES, SUBJECT_NAMES } from './names.ts';

/** 个人信息请求 (个人信息保护法第四十五至四十七条): somebody asks for a copy, for a correction, or that something be erased. */
export const PersonalRequest = z.object({
  id: z.string(),
  districtId: z.string(),
  entityId: z.string(),
  /** Of the party, for whoever works the queue off. */
  name: z.string(),
  /** Whether the party is a merchant: as what its own records are asked for. */
  isMerchant: z.boolean(),
  kind: named(PERSONAL_REQUEST_KIND_NAMES),
  status: named(PERSONAL_REQUEST_STATUS_NAMES),
  about: named(SUBJECT_NAMES).optional(),
  /** What is wrong, and what is right. */
  says: z.string().optional(),
  reason: z.string().optional(),
  by: z.object({ sub: z.string(), role: named(ROLE_NAMES) }),
  askedAt: z.string(),
  /** The last day on which it is to be answered, `YYYY-MM-DD`; of what is answered at once none. */
  dueOn: z.string().optional(),
  answer: z
    .object({ outcome: named(OUTCOME_NAMES), reasons: z.array(z.string()), by: z.string(), at: z.string() })
    .optional(),
});

export type PersonalRequest = Readonly<z.infer<typeof PersonalRequest>>;

/** [designed] 工作日 within which a request is answered: the law says in good time (及时). */
export const ANSWER_WORKING_DAYS = 15;

/** [designed] Days for which a copy that was asked for can be fetched. */
export const COPY_DAYS = 7;

/** How people correct by themselves what has a way of its own: each keeps the version before it. */
export const OWN_WAYS: Readonly<
  Partial<Record<keyof typeof SUBJECT_NAMES, { readonly way: string; readonly path: string }>>
> = {
  FILING: { way: '备案变更', path: 'POST /v1/entities/{id}/amendments' },
  GOODS: { way: '商品备案修改', path: 'PUT /v1/goods/{id}' },
  TRADE: { way: '交易更正', path: 'POST /v1/trades/{id}/corrections' },
  CREDIT: { way: '信用异议', path: 'POST /v1/credit-events/{id}/objection' },
};

/** A request as it begins: copies and erasures are answered at once, corrections wait for the counter. */
export const isAnsweredAtOnce = ({ kind }: Pick<PersonalRequest, 'kind'>): boolean => kind !== 'CORRECTION';
