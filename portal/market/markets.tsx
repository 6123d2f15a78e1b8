import type { ReactNode } from 'react';
import { useRead } from '../api/read.ts';
import type { Option } from '../forms/node.ts';
import { ChoiceFilter, useFilters } from '../kit/filters.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { useMe } from '../shell/me.ts';

/** The city's own code, whose people see every district. */
const CITY = '500000';

/** The market that a page is about, named in its address; the first of those that the caller sees where none is. */
export function OfMarket({ children }: { readonly children: (id: string, choice: ReactNode) => ReactNode }) {
  const { acting } = useMe();
  const [{ market }, set] = useFilters(['market']);
  const reading = useRead('GET /v1/reference/{list}', { path: { list: 'markets' }, query: { limit: 1000 } });
  return (
    <Loaded reading={reading}>
      {({ body: { items } }) => {
        const options = items
          .filter((row) => acting?.districtId === CITY || row['districtId'] === acting?.districtId)
          .map((row): Option => ({ value: String(row['id']), label: String(row['name']) }));
        const chosen = options.find(({ value }) => value === market) ?? options[0];
        if (!chosen) return <Note tone="wait">本区县没有试点市场。</Note>;
        const choice = (
          <ChoiceFilter
            title="市场"
            value={chosen.value}
            needsOne
            options={options}
            onChange={(value) => set('market', value)}
          />
        );
        return children(chosen.value, choice);
      }}
    </Loaded>
  );
}

/** The name of a market by its id. */
export function useMarketName(): (id: string) => string {
  const reading = useRead('GET /v1/reference/{list}', { path: { list: 'markets' }, query: { limit: 1000 } });
  const names = new Map((reading.data?.body.items ?? []).map((row) => [String(row['id']), String(row['name'])]));
  return (id) => names.get(id) ?? id;
}
