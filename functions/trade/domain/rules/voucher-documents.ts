import { VOUCHER_NAMES } from '../../../events/names.ts';
import { danger, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { Rule } from '../submission.ts';

/** Documents that clerks and reviewers register belong to the centre: what it registers may rest on them. */
export const SERVICE_CENTRE = 'SERVICE_CENTRE';

/** The file of a voucher is one that a party of the trade or the centre has uploaded, and is what it is said to be. */
export const voucherDocuments = rule<Rule>(
  {
    name: '凭证附件',
    looksAt: 'the file of every voucher: the parties’ or the centre’s own, uploaded, and what it is said to be',
    severity: ['DANGER'],
  },
  ({ request, filed }) =>
    request.vouchers.flatMap(({ type, number, documentId, sha256 }, index) => {
      if (documentId === undefined) return [];
      const pointer = `/vouchers/${index}/documentId`;
      const where = `${VOUCHER_NAMES[type]} ${number} 的附件`;
      const document = filed.documents.get(documentId);
      const owners = [SERVICE_CENTRE, request.merchantId, request.tradeOperatorId];
      if (!document || !owners.includes(document.owner)) {
        const message = says(
          `${where} ${documentId} 不是本区县服务中心或本笔交易双方登记的文件`,
          '请先登记并上传，再填写返回的编号',
        );
        return [danger('VOUCHER_DOCUMENT_UNKNOWN', pointer, message)];
      }
      if (document.state === 'AWAITING_UPLOAD') {
        return [
          danger(
            'VOUCHER_DOCUMENT_NOT_UPLOADED',
            pointer,
            says(`${where}尚未上传`, '请按登记时给出的地址上传后再提交'),
          ),
        ];
      }
      if (document.state === 'WRONG_CONTENT') {
        return [
          danger(
            'VOUCHER_DOCUMENT_CONTENT',
            pointer,
            says(`${where}的内容与登记的格式不符`, '请换成真正的文件重新登记上传'),
          ),
        ];
      }
      return sha256 === undefined || sha256 === document.sha256
        ? []
        : [
            danger(
              'VOUCHER_DOCUMENT_HASH',
              `/vouchers/${index}/sha256`,
              says(`${where}的 SHA-256 为 ${document.sha256}，与填写的 ${sha256} 不同`, '请核对附件，或不填校验值'),
            ),
          ];
    }),
);
