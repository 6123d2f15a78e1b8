import { expect, it } from 'vitest';
import { withoutOthers } from '../../../functions/filing/domain/disclosure.ts';
import { at, factOf, review, says } from '../../../functions/shared/kernel/finding.ts';

const OWN = 'SH2026031700000001';
const OTHER = 'SH2026031700000002';

it('hides others’ filings in every part of a finding, and leaves its parts those of its message', () => {
  const [shown] = withoutOthers(
    [review('STALL_TAKEN', '/entity/stall', at(`${OTHER} `, says(`与 ${OWN} 同摊位，属 ${OTHER}`, `请核对 ${OTHER}`)))],
    [OWN],
  );
  expect(JSON.stringify(shown)).not.toContain(OTHER);
  expect(shown).toMatchObject({ place: '（不公开） ', remedy: '请核对 （不公开）' });
  expect(shown && factOf(shown)).toBe(`（不公开） 与 ${OWN} 同摊位，属 （不公开）`);
});
