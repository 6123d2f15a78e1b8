import { hasOrganisationCheckCharacter, usccCheckCharacter } from '../../../functions/filing/domain/uscc.ts';
import { checkDigit } from '../../../functions/shared/kernel/container-number.ts';
import { type Seed, seeds } from '../../local/story/seeds.ts';

/** Of the sample chain's parties, one of each kind that one trade needs. */
const NEEDED = new Set(['TO1', 'M1', 'C1', 'B1', 'P1']);

/** Seven digits that name a run: what it files bears them, so that no two runs file the same party. */
export type Run = string;

/** The parties of a run by their keys in the sample chain, each with identity, phone and stall of its own. */
export const partiesOf = (run: Run): Seed[] =>
  seeds('filings')
    .filter(({ key }) => NEEDED.has(key))
    .map(({ body, ...seed }, index) => ({ ...seed, body: { ...body, entity: renamed(body['entity'], run, index) } }));

function renamed(entity: unknown, run: Run, index: number): unknown {
  const given = entity as Readonly<Record<string, unknown>>;
  const phone = `13900${run.slice(-5)}${index}`;
  const own = { ...given, name: `${String(given['name'])}（试运行${run}）` };
  if (given['certificateType'] !== undefined)
    return { ...own, name: given['name'], certificateNumber: `T${run}`, phone };
  return {
    ...own,
    unifiedSocialCreditCode: codeOf(String(given['unifiedSocialCreditCode']).slice(0, 2), run, index),
    contact: { ...(given['contact'] as object), phone },
    ...(given['stall'] === undefined ? {} : { stall: { ...(given['stall'] as object), number: `${run}号` } }),
  };
}

/**
 * A USCC with both its check characters right. Its register is no district's; which of its letters stands before the run is
 * free, and the first is taken whose organisation code does not end in X.
 */
function codeOf(kind: string, run: Run, index: number): string {
  const codes = Array.from('ABCDEFGH').flatMap((letter) => {
    const stem = `${kind}50099${index}${letter}${run}`;
    return Array.from('0123456789')
      .filter((last) => hasOrganisationCheckCharacter(stem + last))
      .map((last) => stem + last);
  });
  const [code] = codes;
  if (code === undefined) throw new Error(`run ${run} gives no code`);
  return code + usccCheckCharacter(code);
}

/** A container that no owner has. */
export function containerOf(run: Run): string {
  const stem = `ZZZU${run.slice(-6)}`;
  return `${stem}${checkDigit(stem)}`;
}
