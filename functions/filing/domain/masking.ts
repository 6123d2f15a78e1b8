import { masked, maskedIdNumber } from '../../shared/kernel/masking.ts';
import type { Submission } from './submission.ts';

/** Personal data as authorities and the city see it: enough to recognise, not enough to use. */

export const maskedPhone = (value: string): string => masked(value, 3, 4);

export const maskedAccount = (value: string): string => masked(value, 0, 4);

/** A form with ID numbers, phones and accounts masked. Registration numbers of companies are public and stay. */
export function maskedEntity({ kind, entity }: Submission): Record<string, unknown> {
  if (kind === 'buyer') {
    const number = entity.certificateNumber;
    return {
      ...entity,
      phone: maskedPhone(entity.phone),
      certificateNumber: entity.certificateType === 'REGISTRATION' ? number : maskedIdNumber(number),
    };
  }
  const contact = { ...entity.contact, phone: maskedPhone(entity.contact.phone) };
  if (kind === 'payee') return { ...entity, contact, account: maskedAccount(entity.account) };
  const person = entity.legalRepresentative;
  return {
    ...entity,
    contact,
    ...(person && { legalRepresentative: { ...person, idNumber: maskedIdNumber(person.idNumber) } }),
  };
}
