import { join } from 'node:path';
import type { Role } from '../../../functions/shared/auth/caller.ts';
import type { Host } from '../host.ts';
import type { DemoPerson } from '../issuer/demo.ts';
import { readWhole, writeWhole } from '../whole-file.ts';
import { enrolPeople } from './people.ts';
import { report } from './report.ts';
import { DISTRICT, tellStory } from './story.ts';

/**
 * Runs the sample chain on a registry that holds nothing, and never again. A run that was cut off is taken up at the next
 * start that asks for it: the marker says `pending` until the chain is through. The people of the demo data are there
 * exactly where the chain is.
 *
 * @returns the people who can sign in; none where the chain was never told
 */
export async function storyOnce(
  host: Host,
  told: { readonly dataDir: string; readonly story: boolean },
): Promise<DemoPerson[]> {
  if (!told.story) return [];
  const file = join(told.dataDir, 'story.json');
  const mark = (state: Marker['state'], startedAt: string): void =>
    writeWhole(file, JSON.stringify({ state, startedAt }));
  if (host.isEmpty) mark('pending', host.now().toISOString());
  const marker = readWhole(file, 'delete it; the sample chain is then not run', (text) => JSON.parse(text) as Marker);
  if (marker?.state !== 'pending') {
    console.log('the registry has its data; the sample chain is not run');
    return marker ? enrolPeople(host) : [];
  }
  const token = (role: Role) => host.tokens.issue({ sub: `story-${role}`, role, districtId: DISTRICT });
  const say = (line: string): void => console.log(`· ${line}`);
  const made = await tellStory({ url: host.url, token, startedAt: new Date(marker.startedAt), say });
  console.log(await report(host.url, await token('reviewer'), made));
  mark('told', marker.startedAt);
  return enrolPeople(host);
}

interface Marker {
  readonly state: 'pending' | 'told';
  readonly startedAt: string;
}
