import type { z } from 'zod';
import { TermEnding } from '../../events/filing.ts';
import { oncePerDay } from '../../shared/deadline/due.ts';
import { addDays } from '../../shared/kernel/calendar.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { noticeDue } from '../../shared/kernel/human-task.ts';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { announce } from '../../shared/outbox/message.ts';
import type { RowOf } from '../../shared/reference/lists/index.ts';
import type { Runtime } from '../../shared/runtime.ts';
import { systemActor } from '../../shared/table/audit.ts';
import { agreementStatusOn } from '../domain/agreement.ts';
import { endingTerms, expired, statusOn } from '../domain/entity.ts';
import { noticeFor } from '../domain/review.ts';
import { holdingWrites } from '../store/claims.ts';
import { filingWrites } from '../store/filings.ts';
import { filingStore } from '../store/index.ts';
import { partitionOf } from '../store/records.ts';
import { agreementWrites, entityWrites } from '../store/register.ts';
import { noticeWrites, type Term } from '../store/terms.ts';

/** 期限: what the coming of a day does to a district's filings. Each part finds its work done when it is run again. */

const ACTOR = systemActor('schedule', 'watch-terms');

/** This notice was given before. */
class NoticeGiven extends Error {
  override readonly name = 'NoticeGiven';
}

/**
 * Does a day's work for a district. Cut off, it goes on where it stopped; days that were missed are made up for.
 *
 * @param at ISO 8601
 */
export async function watchTerms(runtime: Runtime, districtId: DistrictId, at: string): Promise<void> {
  const store = filingStore(runtime.table);
  const today = dayInChina(at);
  await oncePerDay(runtime.table, districtId, 'TERM_WATCH', today, async (last) => {
    const { filingTerms } = await runtime.reference.at(at);
    await watchReviews(runtime, districtId, at);
    for (const term of await store.termsEnding(districtId, '', addDays(today, -1))) await expire(runtime, term, at);
    for (const days of filingTerms.noticeDays) {
      const ending = await store.termsEnding(districtId, addDays(last, days), addDays(today, days));
      for (const term of ending) await giveNotice(runtime, term, days, at, filingTerms);
    }
  });
}

/** 催办与上报: reminds the reviewers on the last day of the term of review, and tells the city the day after. */
async function watchReviews(runtime: Runtime, districtId: DistrictId, at: string): Promise<void> {
  const store = filingStore(runtime.table);
  const today = dayInChina(at);
  for (const id of await store.reviewsDue(districtId, today)) {
    const stored = await store.filing(id);
    const review = stored?.data.review;
    const notice = review && noticeDue(review, today);
    if (!stored || !notice || stored.data.status !== 'PENDING_REVIEW') continue;
    const after = { ...stored.data, review: { ...review, notice } };
    await runtime.table.commit(filingWrites(stored, after, { actor: ACTOR, at, action: notice }));
  }
}

/** 到期: notes that a registration or an agreement has ended. */
async function expire(runtime: Runtime, { kind, recordId }: Term, at: string): Promise<void> {
  const store = filingStore(runtime.table);
  const today = dayInChina(at);
  const cause = { actor: ACTOR, at, action: 'EXPIRE' };
  if (kind === 'agreement') {
    const stored = await store.agreement(recordId);
    if (!stored || stored.data.status === 'EXPIRED' || agreementStatusOn(stored.data, today) !== 'EXPIRED') return;
    await runtime.table.commit(agreementWrites(stored, { ...stored.data, status: 'EXPIRED' }, cause));
    return;
  }
  const stored = await store.entity(recordId);
  if (stored?.data.status !== 'ACTIVE' || statusOn(stored.data, today) !== 'EXPIRED') return;
  const after = expired(stored.data);
  const reasons = after.statusReason === undefined ? [] : [after.statusReason];
  await runtime.table.commit([
    ...entityWrites(stored, after, { ...cause, reasons }),
    ...(await holdingWrites(runtime.table, stored.data, after)),
  ]);
}

/** 到期提醒: tells once, some days ahead, that a term will end. */
async function giveNotice(
  runtime: Runtime,
  term: Term,
  days: number,
  at: string,
  terms: RowOf<'filingTerms'>,
): Promise<void> {
  const daysLeft = (Date.parse(term.until) - Date.parse(dayInChina(at))) / 86_400_000;
  const detail = noticeFor(daysLeft, terms) === days && (await noticeOf(runtime, term, daysLeft, at));
  if (!detail) return;
  const pk = partitionOf(term.kind, term.recordId);
  const message = announce(TermEnding, detail);
  try {
    await runtime.table.commit(noticeWrites(pk, term.until, days, at, message, () => new NoticeGiven()));
  } catch (error) {
    if (!(error instanceof NoticeGiven)) throw error;
  }
}

/** Detail of `TermEnding`; undefined where the term no longer runs. */
async function noticeOf(
  runtime: Runtime,
  { kind, recordId, until }: Term,
  daysLeft: number,
  at: string,
): Promise<z.infer<typeof TermEnding.detail> | undefined> {
  const store = filingStore(runtime.table);
  const facts = { until, daysLeft, at };
  if (kind === 'agreement') {
    const stored = await store.agreement(recordId);
    if (stored?.data.status !== 'IN_FORCE' || stored.data.validUntil !== until) return undefined;
    const { id, agreementNumber, districtId, merchantId, tradeOperatorId } = stored.data;
    const named = await store.partiesAnywhere([merchantId, tradeOperatorId], dayInChina(at));
    const parties = {
      merchantId,
      tradeOperatorId,
      merchantName: named.get(merchantId)?.name,
      tradeOperatorName: named.get(tradeOperatorId)?.name,
    };
    return {
      agreementId: id,
      agreementNumber,
      ...parties,
      districtId,
      version: stored.version,
      terms: ['委托代理出口协议'],
      ...facts,
    };
  }
  const stored = await store.entity(recordId);
  if (stored?.data.status !== 'ACTIVE' || stored.data.validUntil !== until) return undefined;
  const { id, districtId, filingNumber, submission } = stored.data;
  const { name } = submission.entity;
  return {
    entityId: id,
    filingNumber,
    name,
    districtId,
    version: stored.version,
    terms: endingTerms(stored.data),
    ...facts,
  };
}
