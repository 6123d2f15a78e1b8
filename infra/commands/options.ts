import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/**
 * What a command was told. `--help` prints what it does and ends it; an option that it does not have ends it with 2. A
 * command loads what it works with after this, so that either is said at once.
 *
 * @param help the whole text, as its page has it
 * @param allowPositionals whether it takes words beside its options, e.g. the name of a folder
 */
export function optionsOf<const O extends ParseArgsOptionsConfig>(help: string, options: O, allowPositionals = false) {
  try {
    const told = parseArgs({ options: { ...options, help: { type: 'boolean' } }, allowPositionals });
    if (!('help' in told.values) || told.values.help !== true) return told;
    process.stdout.write(help);
    return process.exit(0);
  } catch (error) {
    process.stderr.write(`${plain(error)}; --help tells what there is\n`);
    return process.exit(2);
  }
}

/** What Node says of it, without its advice to programmers in the sentences that follow. */
const plain = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\.(\s.*)?$/s, '');
