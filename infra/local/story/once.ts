import type { Role } from '../../../functions/shared/auth/caller.ts';
import type { Host } from '../host.ts';
import type { DemoPerson } from '../issuer/demo.ts';
import { mark, markerIn } from './marker.ts';
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
  if (host.isEmpty) mark(told.dataDir, { state: 'pending', startedAt: host.now().toISOString() });
  const marker = markerIn(told.dataDir);
  if (marker?.state !== 'pending') {
    console.log('the registry has its data; the sample chain is not run');
    return marker ? enrolPeople(host) : [];
  }
  const token = (role: Role) => host.tokens.issue({ sub: `story-${role}`, role, districtId: DISTRICT });
  const say = (line: string): void => console.log(`· ${line}`);
  const made = await tellStory({ url: host.url, token, startedAt: new Date(marker.startedAt), say });
  console.log(await report(host.url, await token('reviewer'), made));
  mark(told.dataDir, { ...marker, state: 'told' });
  return enrolPeople(host);
}
