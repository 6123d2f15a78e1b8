import { createContext } from 'react';

/** What an earlier visit left of a form, and where it is kept. */
export interface LeftDraft {
  /** Which form, and of which record where there is one, e.g. `trade`; the same on every device. */
  readonly name: string;
  /** What was filled in; undefined where nothing was left. */
  readonly content: unknown;
  /** The version of the record that it was filled in for; undefined where it is of none. */
  readonly record: string | undefined;
  /** The version to name when it is saved anew. */
  readonly etag: string | undefined;
  readonly savedAt: string | undefined;
}

/** The version of the record that the form below changes, as it was read; undefined where it changes none. */
export const RecordContext = createContext<string | undefined>(undefined);

/** The draft of the form below; absent, nothing is kept of it. */
export const DraftContext = createContext<LeftDraft | undefined>(undefined);
