import { limitOf } from '../../packing/load/interior.ts';
import type { CargoItem, LoadRequest } from '../../packing/model.ts';
import { minimise } from '../../packing/solve/integer-program.ts';
import { sum } from './sums.ts';

/**
 * A lower bound of the cost of cargo of which some must not share a container: the cheapest mix of containers in which each
 * class of a conflict clique has containers of its own for its volume and mass, and all containers together take the whole
 * cargo. The largest bound over greedily grown cliques counts.
 */
export function segregatedBound({ containers, items, conflicts = [] }: LoadRequest): number {
  const parts = (a: string, b: string): boolean =>
    conflicts.some(([one, other]) => (one === a && other === b) || (one === b && other === a));
  const names = [...new Set(items.map(({ segregation }) => segregation).filter((name) => name !== undefined))];
  const cliques = names.map((start) => {
    const clique = [start];
    for (const name of names) if (clique.every((other) => parts(name, other))) clique.push(name);
    return clique;
  });
  return Math.max(0, ...cliques.map((clique) => boundOf(containers, items, clique)));
}

function boundOf(
  containers: LoadRequest['containers'],
  items: readonly CargoItem[],
  clique: readonly string[],
): number {
  // Rows: volume and mass of each class, then of the whole cargo, as shares; then how many there are of a kind.
  const demands = [...clique.map((name) => items.filter(({ segregation }) => segregation === name)), items].flatMap(
    (cargo) => [sum(cargo, volumeOf), sum(cargo, ({ massG, count }) => massG * count)],
  );
  const limits = containers.filter(({ count }) => count !== undefined);
  const whole = clique.length;
  const columns = [...clique.keys(), whole].flatMap((place) =>
    containers.map((container) => {
      const supply = [limitOf(container), container.payloadG];
      const rows = place === whole ? [whole] : [place, whole];
      const entries = rows
        .flatMap((row) => supply.map((amount, r): [number, number] => [2 * row + r, amount / demands[2 * row + r]!]))
        .filter(([, share]) => Number.isFinite(share));
      const limit = limits.indexOf(container);
      if (limit >= 0) entries.push([demands.length + limit, -1]);
      return { cost: container.cost, upper: container.count ?? Number.POSITIVE_INFINITY, entries };
    }),
  );
  const atLeast = [...demands.map((demand) => (demand > 0 ? 1 : 0)), ...limits.map(({ count }) => -(count ?? 0))];
  return minimise({ columns, atLeast, integer: true, seconds: 1 })?.bound ?? 0;
}

const volumeOf = ({ lengthMm, widthMm, heightMm, count }: CargoItem): number => lengthMm * widthMm * heightMm * count;
