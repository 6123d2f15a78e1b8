import type { EntityKind } from '../../events/entity.ts';
import { ENTITY_KIND_NAMES } from '../../events/names.ts';

/** The kinds of form that are filed by sheet: parties, goods, agreements. */
export const SHEET_KIND_NAMES = { ...ENTITY_KIND_NAMES, goods: '商品', agreement: '委托代理出口协议' } as const;

export type SheetKind = keyof typeof SHEET_KIND_NAMES;

export const isSheetKind = (kind: string): kind is SheetKind => Object.hasOwn(SHEET_KIND_NAMES, kind);

/** Whether rows of a kind are parties. */
export const isPartySheet = (kind: SheetKind): kind is EntityKind => kind in ENTITY_KIND_NAMES;
