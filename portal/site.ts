import type { ComponentType } from 'react';
import type { Role } from '../functions/shared/auth/caller.ts';

/** A screen, under the portal's address; what a screen does is in its own file, loaded when it is opened. */
export interface Screen {
  /** wouter's form, e.g. `/filing/filings/:id`; the first segment is the capability. */
  readonly path: string;
  readonly title: string;
  /** Who sees it; a link of another's is told to be none of theirs. */
  readonly roles: readonly Role[];
  /** Where its entry stands in the menu; absent, it is reached from others. */
  readonly section?: Section;
  /** The queue of `/v1/work` whose count stands beside its entry. */
  readonly queue?: string;
  readonly load: () => Promise<{ readonly default: ComponentType<ScreenProps> }>;
}

export type Section = '工作' | '备案' | '市场' | '交易' | '组货' | '信用' | '监管' | '系统';

export interface ScreenProps {
  /** The parameters of the path. */
  readonly params: Readonly<Record<string, string>>;
}
