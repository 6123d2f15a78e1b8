import { lookAlikeReviews, type Typed } from '../../../shared/kernel/look-alike.ts';
import type { IntakeRule } from './rule.ts';

/** A name or stall written with letters of another script passes for another's; the reviewer compares the documents. */
export const lookAlikeLetters: IntakeRule = ({ kind, entity }) =>
  lookAlikeReviews([
    ['/entity/name', '名称', entity.name],
    ...('nameEn' in entity ? [['/entity/nameEn', '英文名称', entity.nameEn] satisfies Typed] : []),
    ...(kind === 'merchant' ? stallTexts(entity.stall) : []),
  ]);

const stallTexts = ({ building, floor, street, number }: Record<string, string | undefined>): Typed[] => [
  ['/entity/stall/building', '区（楼）', building],
  ['/entity/stall/floor', '层', floor],
  ['/entity/stall/street', '街', street],
  ['/entity/stall/number', '摊位号', number],
];
