import type { Finding } from '../../shared/kernel/finding.ts';

/**
 * Identifiers of filings and numbers that filings bear, as findings name them. Trades and consolidations (`JD`, `ZD` of
 * record-numbers) are spelt alike and are no filings: a party is told of its own.
 */
const FILINGS = /filing-\d{6}-[0-9A-HJKMNP-TV-Z]{26}|(?!JD|ZD)[A-Z]{2}\d{16}/g;

/** A text without the filings of others. @param own identifiers and numbers that are the reader's */
export const hidingOthers = (text: string, own: readonly (string | undefined)[]): string =>
  text.replaceAll(FILINGS, (named) => (own.includes(named) ? named : '（不公开）'));

/**
 * Findings as a party reads them: that a stall, a phone or a certificate is another's, and not by which filing. Staff need
 * to know which; a party would learn of others by what it states.
 *
 * @param own identifiers and numbers that are the party's
 */
export const withoutOthers = (findings: readonly Finding[], own: readonly (string | undefined)[]): Finding[] =>
  findings.map((found) => {
    const hide = (text: string): string => hidingOthers(text, own);
    const { place, remedy } = found;
    // The parts repeat what the message says, so numbers are hidden in them too.
    return {
      ...found,
      message: hide(found.message),
      ...(place === undefined ? {} : { place: hide(place) }),
      ...(remedy === undefined ? {} : { remedy: hide(remedy) }),
    };
  });
