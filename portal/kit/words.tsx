import type { Tone } from './note.tsx';

/** How figures, times and states are written. */

const BEIJING = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

/** An instant in Beijing's time, e.g. `2026-11-30 04:13`. */
export const Time = ({ at }: { readonly at: string }) => (
  <time dateTime={at} className="keep">
    {BEIJING.format(new Date(at))}
  </time>
);

const GROUPED = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const PLAIN = new Intl.NumberFormat('en-US', { maximumFractionDigits: 5 });

/** An amount with its currency. @param amount a decimal text; it is only shown, never reckoned with */
export const Money = ({ amount, currency }: { readonly amount: string; readonly currency: string }) => (
  <span className="keep">
    {GROUPED.format(Number(amount))} {currency}
  </span>
);

export const Figure = ({ value, unit }: { readonly value: number; readonly unit?: string }) => (
  <span className="keep">
    {PLAIN.format(value)}
    {unit !== undefined && ` ${unit}`}
  </span>
);

/** A share from 0 to 1 as a percentage. */
export const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

const TONES: Readonly<Record<string, Tone>> = {
  APPROVED: 'good',
  ACTIVE: 'good',
  REGISTERED: 'good',
  PLANNED: 'good',
  CONFIRMED: 'good',
  LEASED: 'good',
  SEALED: 'good',
  CLEARED: 'good',
  ACCEPTED: 'good',
  IN_FORCE: 'good',
  COMMITTED: 'good',
  RELEASED: 'good',
  PUBLISHED: 'good',
  ADMITTED: 'good',
  DELIVERED: 'good',
  PENDING_REVIEW: 'wait',
  RETURNED: 'wait',
  NEEDS_EXPLANATION: 'wait',
  AWAITING_MEASURES: 'wait',
  OPEN: 'wait',
  PROPOSED: 'wait',
  DRAFT: 'wait',
  OFFERED: 'wait',
  PENDING: 'wait',
  HELD: 'wait',
  PAUSED: 'wait',
  REJECTED: 'bad',
  FAILED: 'bad',
  SUSPENDED: 'bad',
  REFUSED: 'bad',
  DENIED: 'bad',
  DEAD: 'bad',
  LAPSED: 'bad',
  EXPIRED: 'bad',
  CANCELLED: 'plain',
  WITHDRAWN: 'plain',
  REVOKED: 'plain',
};

/** A state in its Chinese word, coloured. @param names words of the enumeration */
export const StateTag = <K extends string>({
  state,
  names,
}: {
  readonly state: K;
  readonly names: Readonly<Record<K, string>>;
}) => <span className={`tag ${TONES[state] ?? ''}`}>{names[state]}</span>;

export const Tag = ({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: string }) => (
  <span className={`tag ${tone}`}>{children}</span>
);

/** What people call a trade; one of before numbers were given has none. */
export const tradeCalled = (tradeNumber: string | undefined): string => tradeNumber ?? '未编号';
