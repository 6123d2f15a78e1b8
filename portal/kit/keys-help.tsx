import { useState } from 'react';
import { Dialog } from './dialog.tsx';
import { keysInForce, useKeys } from './keys.ts';

/** `?` lists the keys of the page. */
export function KeysHelp() {
  const [isOpen, setOpen] = useState(false);
  useKeys([{ keys: ['?'], says: '列出快捷键', does: () => setOpen(true) }]);
  if (!isOpen) return null;
  const listed = keysInForce().filter(({ says }) => says !== undefined);
  return (
    <Dialog title="快捷键" onClose={() => setOpen(false)}>
      <table className="table">
        <tbody>
          {listed.map(({ keys, says }) => (
            <tr key={keys.join()}>
              <td>
                <kbd>{keys.join(' / ')}</kbd>
              </td>
              <td>{says}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
