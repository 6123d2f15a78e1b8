import { z } from 'zod';
import { comparableNumber } from '../../shared/kernel/comparison.ts';

/**
 * 采购商代码: what a buyer shows to whomever it buys from, so that they can name it in a trade. It says nothing of the
 * buyer and ends when another is issued.
 */
export const BuyerCode = z.object({
  /** Eight letters and digits in two groups, e.g. `7KQ4-M2X9`: of 2^40 none is guessed. */
  code: z.string(),
  /** ISO 8601. */
  issuedAt: z.string(),
  /** `sub` of who issued it. */
  issuedBy: z.string(),
});

export type BuyerCode = z.infer<typeof BuyerCode>;

const LETTERS = 8;

/** @param ulid of which the last letters are random, in Crockford's alphabet that no two letters look alike in */
export const buyerCodeFrom = (ulid: string): string => {
  const letters = ulid.slice(-LETTERS);
  return `${letters.slice(0, LETTERS / 2)}-${letters.slice(LETTERS / 2)}`;
};

/** The letters of a code, however it was typed: O is 0, and I and L are 1. */
export const buyerCodeForm = (typed: string): string =>
  comparableNumber(typed).replaceAll('O', '0').replaceAll(/[IL]/g, '1');
