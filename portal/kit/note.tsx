import type { ReactNode } from 'react';

export type Tone = 'good' | 'wait' | 'bad' | 'plain';

/** A message that stands within a page. */
export function Note({
  tone = 'plain',
  title,
  children,
}: {
  readonly tone?: Tone;
  readonly title?: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className={`note ${tone}`} role={tone === 'bad' ? 'alert' : undefined}>
      {title !== undefined && <h2>{title}</h2>}
      {children}
    </div>
  );
}
