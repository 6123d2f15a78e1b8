import { describe, it } from 'vitest';
import { useFolder } from '../kit/folder.ts';
import { filingsSurvive } from './killed/filings.ts';

const folder = useFolder();

describe('a host that is killed while filings are taken, and while they are decided', () => {
  it('decides every filing once, gives every entity one number, and loses none', async () => {
    await filingsSurvive(folder, [
      ['filed', 1],
      ['filed', 7],
      ['decided', 1],
      ['decided', 8],
    ]);
  });
});
