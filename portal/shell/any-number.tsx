import { useRef } from 'react';
import { useLocation } from 'wouter';
import { useKeys } from '../kit/keys.ts';

/** One field for any number that stands on a paper: filing, trade, container, seal, carton mark, voucher. */
export function AnyNumber() {
  const [, navigate] = useLocation();
  const field = useRef<HTMLInputElement>(null);
  useKeys([{ keys: ['/'], says: '查任意编号', does: () => field.current?.focus() }]);
  return (
    <form
      role="search"
      aria-label="查任意编号"
      onSubmit={(event) => {
        event.preventDefault();
        const number = field.current?.value.trim() ?? '';
        if (number !== '') navigate(`/trace/${encodeURIComponent(number)}`);
      }}
    >
      <input
        ref={field}
        className="any-number"
        type="search"
        aria-label="任意编号"
        aria-keyshortcuts="/"
        placeholder="备案、交易、箱号、封志、唛头…　按 / 键"
      />
    </form>
  );
}
