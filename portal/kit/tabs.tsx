import { type ReactNode, useId, useState } from 'react';

export interface Tab {
  readonly title: string;
  readonly content: ReactNode;
}

/** Parts of one record beside each other: left and right arrows go from one to the next (ARIA's tabs pattern). */
export function Tabs({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }) {
  const [at, setAt] = useState(0);
  const id = useId();
  const go = (to: number): void => {
    const next = (to + tabs.length) % tabs.length;
    setAt(next);
    document.getElementById(`${id}-${next}`)?.focus();
  };
  return (
    <>
      <div className="tabs" role="tablist" aria-label={label}>
        {tabs.map(({ title }, index) => (
          <button
            key={title}
            id={`${id}-${index}`}
            type="button"
            role="tab"
            className="tab"
            aria-selected={index === at}
            aria-controls={`${id}-panel`}
            tabIndex={index === at ? 0 : -1}
            onClick={() => setAt(index)}
            onKeyDown={({ key }) => {
              if (key === 'ArrowRight') go(at + 1);
              if (key === 'ArrowLeft') go(at - 1);
            }}
          >
            {title}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${at}`}>
        {tabs[at]?.content}
      </div>
    </>
  );
}
