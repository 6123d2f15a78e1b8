import { useForm } from './context.ts';
import { findingsAt, idOf } from './findings.ts';

export const messagesId = (pointer: string): string => `${idOf(pointer)}-says`;

/** What was found at a field, beside it and in the same words as in the summary. */
export function Messages({ pointer }: { readonly pointer: string }) {
  const found = findingsAt(useForm().findings, pointer);
  if (found.length === 0) return null;
  return (
    <div id={messagesId(pointer)}>
      {found.map(({ severity, code, message }) => (
        <p key={`${code} ${message}`} className={severity === 'DANGER' ? 'error' : 'warning'}>
          {message}
        </p>
      ))}
    </div>
  );
}
