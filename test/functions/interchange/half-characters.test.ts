import { describe, expect, it } from 'vitest';
import { readMessage } from '../../../functions/interchange/services/gzsw/message.ts';
import { lineKey } from '../../../functions/trade/domain/history.ts';
import { messages } from './messages.ts';

/**
 * A text of so many characters, and behind them one of two UTF-16 units: wherever it is cut, some length meets its middle.
 */
const around = (longest: number): string[] =>
  Array.from({ length: longest }, (_, length) => `${'字'.repeat(length)}𠮷字`);

describe('a refusal of a message quotes whole characters', () => {
  const [message = ''] = messages('02-BUYER');
  it.each<readonly [string, (text: string) => string]>([
    ['a root of another name', (text) => message.replaceAll('SubjectInfo', text)],
    ['a type that is not known', (text) => message.replace(/<MessageType>.*?</, `<MessageType>${text}<`)],
    ['a body of another name', (text) => message.replaceAll(/(<\/?)BuyerList>/g, `$1${text}>`)],
    ['an entity that is not known', (text) => message.replace(/<MessageType>.*?</, `<MessageType>&${text};<`)],
    ['a control character', (text) => message.replace(/<MessageType>.*?</, `<MessageType>${text}&#7;<`)],
  ])('%s', async (_what, written) => {
    for (const text of around(41)) {
      const refusal = await readMessage(Buffer.from(written(text))).catch((error: Error) => error);
      expect(refusal).toBeInstanceOf(Error);
      expect((refusal as Error).message.isWellFormed()).toBe(true);
    }
  });
});

it('the key by which lines of trades are compared has whole characters', () => {
  const line = { hsCode: '8205590000', dealUnit: '016', quantity: 1, unitPrice: 1, currency: 'USD' };
  for (const nameZh of around(62)) expect(lineKey({ ...line, nameZh }).isWellFormed()).toBe(true);
});
