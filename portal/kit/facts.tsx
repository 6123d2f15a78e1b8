import type { ReactNode } from 'react';

export type Fact = readonly [title: string, value: ReactNode];

/** What a record says, title by title; what it does not say is left out. */
export const Facts = ({ facts }: { readonly facts: readonly Fact[] }) => (
  <dl className="facts">
    {facts
      .filter(([, value]) => value !== undefined && value !== '' && value !== null)
      .map(([title, value]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </div>
      ))}
  </dl>
);
