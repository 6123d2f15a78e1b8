import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
  const marker = join(told.dataDir, 'story');
  if (host.isNew) writeFileSync(marker, told.story ? 'pending' : 'none');
  const state = existsSync(marker) ? readFileSync(marker, 'utf8') : 'none';
  if (state !== 'pending') {
    if (state === 'told') console.log('the registry has its data; the sample chain is not run again');
    return;
  }
  const token = (role: Parameters<typeof host.tokens.issue>[0]['role']) =>
    host.tokens.issue({ sub: `story-${role}`, role, districtId: DISTRICT });
  const made = await tellStory({ url: host.url, token, now: host.now, say: (line) => console.log(`· ${line}`) });
  console.log(await report(host.url, await token('reviewer'), made));
  writeFileSync(marker, 'told');
}
