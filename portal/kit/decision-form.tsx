import { type ReactNode, useRef, useState } from 'react';
import type { Finding } from '../api/problem.ts';
import { useKeys } from './keys.ts';
import { Note } from './note.tsx';
import { Card } from './page.tsx';

export interface DecisionOption<D extends string> {
  readonly value: D;
  readonly title: string;
  readonly hint?: string;
  /** It asks for no reasons. */
  readonly bare?: true;
}

/** A decision with its reasons, by keys alone: `1` `2` choose, `R` writes reasons, `Ctrl+Enter` submits. */
export function DecisionForm<D extends string>({
  title,
  options,
  phrases,
  findings,
  failed,
  isSending,
  onDecide,
  onBack,
  reasons: initial = [],
  children,
}: {
  readonly title: string;
  readonly options: readonly DecisionOption<D>[];
  /** Reasons that are given day by day, added by a press. */
  readonly phrases: readonly string[];
  readonly findings: readonly Finding[];
  readonly failed: string | undefined;
  readonly isSending: boolean;
  readonly onDecide: (decision: D, reasons: string[]) => void;
  readonly onBack: () => void;
  /** Reasons that stand there at first. */
  readonly reasons?: readonly string[];
  /** What is to be known before deciding. */
  readonly children?: ReactNode;
}) {
  const [decision, setDecision] = useState<D>();
  const [text, setText] = useState(() => initial.join('\n'));
  const area = useRef<HTMLTextAreaElement>(null);
  const reasons = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const isBare = options.some(({ value, bare }) => value === decision && bare);
  const isWhole = decision !== undefined && (isBare || reasons.length > 0);
  const decide = (): void => {
    if (decision !== undefined && isWhole && !isSending) onDecide(decision, isBare ? [] : reasons);
    else area.current?.focus();
  };
  useKeys([
    ...options.map((one, at) => ({
      keys: [String(at + 1)],
      says: one.title,
      does: () => {
        setDecision(one.value);
        if (!one.bare) area.current?.focus();
      },
    })),
    { keys: ['r'], says: '写理由', does: () => area.current?.focus() },
    { keys: ['Ctrl+Enter'], says: '提交决定并办下一件', always: true as const, does: decide },
    { keys: ['q'], says: '回到列表', does: onBack },
  ]);
  return (
    <Card title={title}>
      <div className="stack">
        {children}
        {findings.map(({ pointer, message }) => (
          <Note key={`${pointer} ${message}`} tone="bad">
            {message}
          </Note>
        ))}
        {failed !== undefined && <Note tone="bad">{failed}</Note>}
        <fieldset>
          <legend>决定</legend>
          <div className="stack">
            {options.map((one, at) => (
              <label key={one.value} className="row">
                <input
                  type="radio"
                  className="tick"
                  name="decision"
                  checked={decision === one.value}
                  onChange={() => setDecision(one.value)}
                />
                {one.title} <kbd className="only-desk quiet">{at + 1}</kbd>
                {one.hint !== undefined && <span className="quiet small">{one.hint}</span>}
              </label>
            ))}
          </div>
        </fieldset>
        {!isBare && (
          <div className="field">
            <label htmlFor="reasons">
              理由
              <span className="must" aria-hidden>
                *
              </span>
            </label>
            <span className="hint">每行一条</span>
            <textarea
              id="reasons"
              ref={area}
              className="input"
              rows={4}
              value={text}
              onChange={({ target }) => setText(target.value)}
            />
            <ul>
              {phrases.map((phrase) => (
                <li key={phrase}>
                  <button
                    type="button"
                    className="button text"
                    onClick={() => setText(text.trim() === '' ? phrase : `${text.trimEnd()}\n${phrase}`)}
                  >
                    ＋ {phrase}
                  </button>
                </li>
              ))}
            </ul>
          </div>
        )}
        <button type="button" className="button primary" disabled={!isWhole || isSending} onClick={decide}>
          {isSending ? '正在提交…' : '提交决定'} <kbd className="only-desk">Ctrl+Enter</kbd>
        </button>
      </div>
    </Card>
  );
}
