import { describe, expect, it } from 'vitest';
import { hidingOthers, withoutOthers } from '../../../functions/filing/domain/disclosure.ts';
import { danger } from '../../../functions/shared/kernel/finding.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';

/** What a party is told of others' filings: that there is one, and not which. */

const { filingKinds, recordNumbers } = shippedOn('2026-03-17');
const numberOf = (prefix: string): string => `${prefix}5001112026000001`;

describe('a text for a party', () => {
  it.each([...filingKinds.values()].map(({ name, numberPrefix }) => [name, numberPrefix]))(
    'hides the filing number of another %s, and not its own',
    (_name, prefix) => {
      const text = `摊位已由 ${numberOf(prefix)} 备案`;
      expect(hidingOthers(text, [undefined])).toBe('摊位已由 （不公开） 备案');
      expect(hidingOthers(text, [numberOf(prefix)])).toBe(text);
    },
  );

  it.each(['trade', 'consolidation'] as const)('names a %s of its own by its number', (record) => {
    const text = `还有未办结的交易：${numberOf(recordNumbers.get(record)?.prefix ?? '')}`;
    expect(hidingOthers(text, [])).toBe(text);
  });

  it('hides in every part of a finding', () => {
    const other = numberOf('JY');
    const [found] = withoutOthers(
      [danger('STALL_TAKEN', '', { fact: `已由 ${other} 备案`, remedy: `请问 ${other}` })],
      [],
    );
    expect(JSON.stringify(found)).not.toContain(other);
  });
});
