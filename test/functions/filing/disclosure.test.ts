import { describe, expect, it } from 'vitest';
import { hidingOthers, withoutOthers } from '../../../functions/filing/domain/disclosure.ts';
import { at, factOf, review, says } from '../../../functions/shared/kernel/finding.ts';
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

  it('hides in every part of a finding, and leaves its parts those of its message', () => {
    const [other, own] = [numberOf('JY'), numberOf('CG')];
    const said = at(`${other} `, says(`与 ${own} 同摊位，属 ${other}`, `请核对 ${other}`));
    const [shown] = withoutOthers([review('STALL_TAKEN', '/entity/stall', said)], [own]);
    expect(JSON.stringify(shown)).not.toContain(other);
    expect(shown).toMatchObject({ place: '（不公开） ', remedy: '请核对 （不公开）' });
    expect(shown && factOf(shown)).toBe(`（不公开） 与 ${own} 同摊位，属 （不公开）`);
  });
});
