import { DISTRICT, type Made, tellStory } from '../../../infra/local/story/story.ts';
import { tokenOf, useHost } from '../../kit/host.ts';

/** One host for all the suites of a test file, which do not disturb each other. */
export const registry = useHost();

export const startedAt = new Date();

/** Tells the sample chain; a suite that finds it told gets the same records. */
export const tell = (): Promise<Made> =>
  tellStory({
    url: registry.host.url,
    token: (role) => tokenOf(registry.host, role, DISTRICT),
    startedAt,
    say: () => {},
  });
