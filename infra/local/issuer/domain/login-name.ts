import { normalised } from '../../../../functions/shared/kernel/marks.ts';

/** How people say their district; of a district that is not here its code. */
const PREFIXES: Readonly<Record<string, string>> = { 500000: 'cq', 500103: 'yz', 500107: 'jlp', 500111: 'dz' };

const DIGITS = 4;

/** Small letters, digits, dots and hyphens: what stands on every keyboard and is said over the telephone. */
export const LOGIN_NAME = /^[a-z0-9](?:[a-z0-9.-]{0,30}[a-z0-9])$/;

/** A login name as it is compared, however it was typed. */
export const normalLoginName = (typed: string): string => normalised(typed, 'NFKC').trim().toLowerCase();

/** What the login names of a district begin with. */
export const prefixOf = (districtId: string): string => PREFIXES[districtId] ?? districtId;

/** A login name of a district, `dz-0042`. */
export const loginNameOf = (prefix: string, serial: number): string =>
  `${prefix}-${String(serial).padStart(DIGITS, '0')}`;
