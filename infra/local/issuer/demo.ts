import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Post } from '../../../functions/shared/kernel/assignment.ts';
import { normalPassPhrase } from './domain/pass-phrase.ts';
import type { PasswordHashes } from './domain/password-hash.ts';
import { codeAt } from './domain/second-factor.ts';
import { LoginNameTaken, type People } from './store/people.ts';

/** A person of the demo data, whose pass phrase everybody knows, and what they act as. */
export const DemoPerson = Post.omit({ assignmentId: true, entityId: true }).extend({
  sub: z.string(),
  name: z.string(),
  /** Of which kind the filed party is in whose name they act. */
  kind: z.string().optional(),
  loginName: z.string(),
  passPhrase: z.string(),
  /** In base 32; present where a pass phrase alone does not do. */
  totpSecret: z.string().optional(),
});

export type DemoPerson = z.infer<typeof DemoPerson>;

const FILE = new URL('../../../seeds/demo/people.json', import.meta.url);

/** One person a role. */
export const demoPeople = (): DemoPerson[] => z.array(DemoPerson).parse(JSON.parse(readFileSync(FILE, 'utf8')));

/** Makes the credentials of a person where there are none: whoever has changed them since keeps them. */
export async function enrolDemoPerson(people: People, hashes: PasswordHashes, person: DemoPerson): Promise<void> {
  const { sub, name, loginName, passPhrase, totpSecret: secret } = person;
  if (await people.find(sub)) return;
  const added = people.add({
    sub,
    name,
    loginName,
    passPhrase: await hashes.hashed(normalPassPhrase(passPhrase)),
    isSecondFactorRequired: secret !== undefined,
    ...(secret !== undefined && { secondFactor: { secret, lastStep: 0, recoveryCodes: [] } }),
  });
  await added.catch((error: unknown) => {
    if (!(error instanceof LoginNameTaken)) throw error;
  });
}

/** How to sign in as each, a line a person; of a second factor the code of this half minute. */
export const demoLines = (people: readonly DemoPerson[], now: Date): string[] =>
  people.map(({ role, loginName, passPhrase, totpSecret }) => {
    const code = totpSecret === undefined ? '' : `   code ${codeAt(totpSecret, now)}`;
    return `  ${role.padEnd(10)} ${loginName.padEnd(12)} ${passPhrase}${code}`;
  });
