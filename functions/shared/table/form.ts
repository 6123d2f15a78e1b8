import type { z } from 'zod';

/**
 * The form in which one kind of content is kept, as an event has one: every stored item says by which version of its form
 * it was written, and older ones are read as if they were of the present one.
 *
 * Within a version a field may be added that old content does without; whatever else changes makes a new version.
 */
export interface Form<S extends z.ZodType = z.ZodType> {
  /** The kind of content, e.g. `filing`; for error messages and stored samples. */
  readonly name: string;
  /** From 1. */
  readonly version: number;
  readonly schema: S;
  readonly upcasts: readonly Upcast[];
}

/** Content of one version in the form of the next one; pure. */
export type Upcast = (content: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** Raised where a later release has written what this one reads: better no answer than a wrong one, or a field lost. */
export class WrittenByLaterRelease extends Error {
  override readonly name = 'WrittenByLaterRelease';
}

/** @param upcasts one for each version before the present one: the first reads version 1 */
export const form = <S extends z.ZodType>(name: string, schema: S, upcasts: readonly Upcast[] = []): Form<S> => ({
  name,
  version: upcasts.length + 1,
  schema,
  upcasts,
});

/** Whether an item of a form was written by an earlier version of it; what says none is of before forms were noted. */
export const isOlder = ({ version }: Form, of: unknown): boolean => of === undefined || Number(of) < version;

/**
 * Content of whatever version, in the present form.
 *
 * @param version the `form` of the item that holds the content; what was written before forms were noted is of version 1
 * @throws WrittenByLaterRelease
 */
export function readForm<S extends z.ZodType>(kept: Form<S>, content: unknown, version: unknown = 1): z.output<S> {
  const from = Number(version);
  if (from > kept.version) {
    throw new WrittenByLaterRelease(`${kept.name} of form ${from}; this release knows ${kept.version}`);
  }
  const upcasts = kept.upcasts.slice(from - 1);
  return kept.schema.parse(upcasts.reduce<unknown>((older, next) => next(older as Record<string, unknown>), content));
}
