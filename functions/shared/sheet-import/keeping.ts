import { text } from '../kernel/fields.ts';
import { says, worded } from '../kernel/finding.ts';
import { named } from '../kernel/named.ts';
import { OWN_NAMES } from '../kernel/names.ts';
import { keptDays } from '../reference/retention.ts';

/** How long an uploaded sheet is kept: its record stays, as the audit's chains do; what it says of people does not. */

/** How whoever uploads a sheet calls the file, by which it is found again in a list. */
export const FileName = text('文件名', 200).optional();

/** Whether only the caller's own are listed. */
export const UploadedBy = named(OWN_NAMES).optional().meta({ title: '仅本人上传' });

/** [designed] Days in which one that was committed at the last moment is carried out, a weekend's outage included. */
const CARRY_DAYS = 3;

/** Days in which a sheet may be committed. */
const COMMIT_DAYS = keptDays('IMPORT') - CARRY_DAYS;

const DAY = 24 * 3600 * 1000;

/** The instant from which a sheet that was uploaded at an instant cannot be committed. */
export const keptUntil = (uploadedAt: string): string =>
  new Date(Date.parse(uploadedAt) + COMMIT_DAYS * DAY).toISOString();

/** Seconds since 1970 at which its rows and whatever was made of them go. */
export const expiryOf = (until: string): number => Math.floor((Date.parse(until) + CARRY_DAYS * DAY) / 1000);

/** Whether the rows are gone, or about to: the table clears them within two days of their expiry. */
export const isCleared = (until: string, at: string): boolean => Date.parse(at) / 1000 >= expiryOf(until);

/** Says so to whoever asks for what the sheet held. */
export const IS_CLEARED = says('该表上传已久，内容已清除，只留办理结果', '如需补办请重新上传');

export const CLEARED_NOTE = worded(IS_CLEARED).message;
