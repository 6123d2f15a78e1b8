import { join } from 'node:path';
import { readWhole, writeWhole } from '../whole-file.ts';

/** What a data folder says of the sample chain: `pending` until it is through. */
export interface Marker {
  readonly state: 'pending' | 'told';
  readonly startedAt: string;
}

const fileIn = (dataDir: string): string => join(dataDir, 'story.json');

/** @throws BrokenFile */
export const markerIn = (dataDir: string): Marker | undefined =>
  readWhole(fileIn(dataDir), 'delete it; the sample chain is then not run', (text) => JSON.parse(text) as Marker);

export const mark = (dataDir: string, marker: Marker): void => writeWhole(fileIn(dataDir), JSON.stringify(marker));

/** Whether a data folder has the sample chain, and the people of the demo data with it. */
export const isStoryTold = (dataDir: string): boolean => markerIn(dataDir)?.state === 'told';
