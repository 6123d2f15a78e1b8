import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '../../../functions/shared/auth/caller.ts';
import type { Host } from '../host.ts';
import { report } from './report.ts';
import { DISTRICT, tellStory } from './story.ts';

/**
 * Runs the sample chain on a registry that is new, and never again. A run that was cut off is taken up at the next start:
 * the marker says `pending` until the chain is through.
 */
export async function storyOnce(
  host: Host,
  told: { readonly dataDir: string; readonly story: boolean },
): Promise<void> {
  const marker = join(told.dataDir, 'story.json');
  const mark = (state: Marker['state'], startedAt: string): void =>
    writeFileSync(marker, JSON.stringify({ state, startedAt }));
  if (host.isNew) mark(told.story ? 'pending' : 'none', host.now().toISOString());
  if (!existsSync(marker)) return;
  const { state, startedAt } = JSON.parse(readFileSync(marker, 'utf8')) as Marker;
  if (state === 'told') console.log('the registry has its data; the sample chain is not run again');
  if (state !== 'pending') return;
  const token = (role: Role) => host.tokens.issue({ sub: `story-${role}`, role, districtId: DISTRICT });
  const say = (line: string): void => console.log(`· ${line}`);
  const made = await tellStory({ url: host.url, token, startedAt: new Date(startedAt), say });
  console.log(await report(host.url, await token('reviewer'), made));
  mark('told', startedAt);
}

interface Marker {
  readonly state: 'pending' | 'told' | 'none';
  readonly startedAt: string;
}
