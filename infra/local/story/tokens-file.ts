import { join } from 'node:path';
import { writeWhole } from '../whole-file.ts';

/** Where the address and the tokens of a host stand, to be read by a shell. */
export const tokensFile = (dataDir: string): string => join(dataDir, 'tokens.sh');

/**
 * Writes them for a second terminal, so that nobody copies six tokens of 400 letters by hand. Only the owner reads the file,
 * as the key that signs the tokens, which lies beside it.
 *
 * @param tokens by the role that each is of
 */
export function writeTokens(dataDir: string, url: string, tokens: ReadonlyMap<string, string>): void {
  const lines = [
    '# Address and tokens of the registry on this machine, written anew by every start.',
    `export BASE='${url}'`,
    ...[...tokens].map(([role, token]) => `export ${role.toUpperCase()}_TOKEN='${token}'`),
  ];
  writeWhole(tokensFile(dataDir), `${lines.join('\n')}\n`, 0o600);
}
