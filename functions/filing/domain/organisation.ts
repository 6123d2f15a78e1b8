import { z } from 'zod';
import { concepts } from '../../shared/kernel/concepts.ts';
import { code, date } from '../../shared/kernel/fields.ts';
import { namedOne, namedSome } from '../../shared/kernel/named.ts';
import { email, idCard, inOrder, mainlandPhone, plainText, uscc } from './fields.ts';
import { ID_TYPE_NAMES } from './names.ts';

/** What every filed organisation states. */

export const Contact = z
  .strictObject({ name: plainText('联系人', 60), phone: mainlandPhone(), email: email().optional() })
  .meta({ title: '联系人信息' });

const personName = plainText('法定代表人姓名', 60);

export const LegalRepresentative = z
  .discriminatedUnion('idType', [
    z.strictObject({
      name: personName,
      idType: namedOne(ID_TYPE_NAMES, 'ID_CARD').meta({ title: '证件类型' }),
      idNumber: idCard(),
    }),
    z.strictObject({
      name: personName,
      idType: namedSome(ID_TYPE_NAMES, ['HK_MACAO_PERMIT', 'OFFICER', 'OTHER']).meta({ title: '证件类型' }),
      idNumber: code('证件号码', /^[A-Z0-9\p{Script=Han}()-]{4,30}$/u, 'H01234567'),
    }),
  ])
  .meta({ title: '法定代表人' });

export const BusinessLicence = z
  .strictObject({ validFrom: date('营业执照起期'), validUntil: date('营业执照止期').optional() })
  .superRefine(inOrder('营业执照有效期', 'validFrom', 'validUntil'))
  .meta({ title: '营业执照有效期' });

const CitedDocument = z.strictObject({
  type: code('附件类型', /^[A-Z_]{2,40}$/, 'BUSINESS_LICENCE'),
  documentId: plainText('附件编号'),
});

concepts({ Contact, LegalRepresentative, BusinessLicence, CitedDocument });

export const Documents = z.array(CitedDocument).max(50).meta({ title: '附件' });

export const organisation = {
  unifiedSocialCreditCode: uscc(),
  name: plainText('名称'),
  nameEn: plainText('英文名称', 200).optional(),
  contact: Contact,
  address: plainText('地址', 200),
  legalRepresentative: LegalRepresentative.optional(),
  businessLicence: BusinessLicence.optional(),
  documents: Documents.optional(),
};
