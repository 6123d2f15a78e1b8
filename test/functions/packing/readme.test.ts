import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Instance, requestOf } from '../../../functions/packing/load/instance.ts';
import { planLoad } from '../../../functions/packing/load/plan.ts';
import type { LoadPlan } from '../../../functions/packing/model.ts';
import { verifyLoad } from '../../../functions/packing/verify/verify-load.ts';

const folder = new URL('../../../functions/packing/', import.meta.url);
const readme = readFileSync(new URL('README.md', folder), 'utf8');

it('shows an instance that can be read, and the plan that is made of it', () => {
  const [instance, told] = [...readme.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']): unknown =>
    JSON.parse(json),
  );
  const request = requestOf(Instance.parse(instance), { completions: 20 });
  const plan = planLoad(request, () => 0);
  const { seconds, ...rest } = told as LoadPlan & { seconds: number };
  expect(plan).toEqual(rest);
  expect(seconds).toBeGreaterThan(0);
  expect(verifyLoad(request, plan)).toEqual([]);
});

it('names only files that exist', () => {
  const named = [...readme.matchAll(/`((?:load|group|solve|verify)\/[\w-]*(?:\.ts)?|[\w-]+\.ts)`/g)].map(
    ([, path = '']) => path,
  );
  expect(named.length).toBeGreaterThan(15);
  for (const path of named) {
    const places = path.includes('/') ? [path] : [path, `load/${path}`, `group/${path}`, `verify/${path}`];
    expect(
      places.filter((place) => existsSync(new URL(place, folder))),
      path,
    ).not.toEqual([]);
  }
});
