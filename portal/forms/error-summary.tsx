import { useEffect, useRef } from 'react';
import type { Finding } from '../api/problem.ts';
import { fieldFor } from './findings.ts';

/**
 * What stands against a form, all at once, with the words of the fields; it takes the focus, and each line leads to its
 * field.
 */
export function ErrorSummary({ findings, title }: { readonly findings: readonly Finding[]; readonly title: string }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus();
  }, [findings]);
  return (
    <div ref={box} className="note bad" role="alert" tabIndex={-1}>
      <h2>{title}</h2>
      <ul>
        {findings.map((finding) => (
          <li key={`${finding.pointer} ${finding.code} ${finding.message}`}>
            <a
              href={`#${finding.pointer}`}
              onClick={(event) => {
                event.preventDefault();
                fieldFor(finding.pointer)?.focus();
              }}
            >
              {finding.message}
            </a>
            {finding.legalBasis !== undefined && <span className="small"> 依据：{finding.legalBasis}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
