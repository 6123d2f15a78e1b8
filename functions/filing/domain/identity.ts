import { certificateNumberOf } from '../../shared/kernel/certificate-number.ts';
import { comparableNumber } from '../../shared/kernel/comparison.ts';
import type { Submission } from './submission.ts';

/** The number by which the world knows the filed: USCC, certificate number, or account of a payee. */
export function identifierOf(submission: Submission): string {
  switch (submission.kind) {
    case 'buyer':
      // Earlier releases kept the words before it, as in No.Q890758.
      return certificateNumberOf(submission.entity.certificateNumber);
    case 'payee':
      return submission.entity.account;
    default:
      return submission.entity.unifiedSocialCreditCode;
  }
}

/**
 * What makes two filings the same person or organisation, whatever their kind: the letters and digits of its number. A
 * certificate number is one person's only within the country that issued it.
 */
export const identityOf = (submission: Submission): string =>
  submission.kind === 'buyer'
    ? `${submission.entity.nationality}/${comparableNumber(identifierOf(submission))}`
    : comparableNumber(identifierOf(submission));

export const phoneOf = (submission: Submission): string =>
  submission.kind === 'buyer' ? submission.entity.phone : submission.entity.contact.phone;

/** A registered entity that a filing names, where, and of which kind it must be. */
export interface Link {
  readonly pointer: string;
  readonly label: string;
  readonly entityId: string;
  readonly kind: Submission['kind'];
}

export function linksOf(submission: Submission): Link[] {
  switch (submission.kind) {
    case 'merchant':
      return many(
        'relatedTradeOperatorIds',
        '关联外贸公司',
        'tradeOperator',
        submission.entity.relatedTradeOperatorIds,
      );
    case 'consolidator':
      return many('warehouseIds', '关联仓库', 'warehouse', submission.entity.warehouseIds);
    case 'payee':
      return [
        ...one('merchantId', '所属经营户', 'merchant', submission.entity.merchantId),
        ...one('buyerId', '所属采购商', 'buyer', submission.entity.buyerId),
      ];
    default:
      return [];
  }
}

const one = (field: string, label: string, kind: Link['kind'], entityId: string | undefined): Link[] =>
  entityId === undefined ? [] : [{ pointer: `/entity/${field}`, label, entityId, kind }];

const many = (field: string, label: string, kind: Link['kind'], ids: readonly string[] = []): Link[] =>
  ids.flatMap((entityId, index) => one(`${field}/${index}`, label, kind, entityId));
