import { describe, it } from 'vitest';
import { useFolder } from '../kit/folder.ts';
import { messagesSurvive } from './killed/messages.ts';

const folder = useFolder();

describe('a client that is cut off again and again, and sends the same message until it has its receipt', () => {
  it('has one filing, one trade and one contract, and the receipt that it would have had', async () => {
    await messagesSurvive(
      folder,
      [
        ['filings', 1],
        ['filings', 3],
      ],
      [
        ['goods', 2],
        ['trades', 1],
      ],
    );
  });
});
