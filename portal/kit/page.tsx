import type { ReactNode } from 'react';

/** The head of a page: what it is, in which state, and what can be done with it. */
export function Page({
  title,
  state,
  deeds,
  children,
}: {
  readonly title: string;
  readonly state?: ReactNode;
  readonly deeds?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <>
      <div className="head">
        <h1>{title}</h1>
        {state}
        {deeds && <div className="deeds">{deeds}</div>}
      </div>
      {children}
    </>
  );
}

export function Card({ title, children }: { readonly title?: string; readonly children: ReactNode }) {
  return (
    <section className="card">
      {title !== undefined && <h2>{title}</h2>}
      {children}
    </section>
  );
}
