import { z } from 'zod';
import { type LineRef, lineKey } from '../carton-ref.ts';
import type { DeclarationPlan } from './declaration-plan.ts';
import { DeclarationLine } from './simplified-declaration.ts';

const Declaration = z.object({
  no: z.int(),
  buyerId: z.string(),
  totalUsdMinor: z.int(),
  /** The containers that hold cartons of this declaration. */
  containerNos: z.array(z.int()),
  lines: z.array(DeclarationLine),
});

/** The declarations of a consolidation, as they are stored and answered. */
export const DeclarationResult = z.object({ declarations: z.array(Declaration), lowerBound: z.int() });

export type Declaration = z.infer<typeof Declaration>;
export type DeclarationResult = z.infer<typeof DeclarationResult>;

/** A container, and the lines of which it holds cartons. */
interface Box {
  readonly no: number;
  readonly placements: readonly LineRef[];
}

/** Ties the declarations to the containers that their cartons are in. */
export function inContainers(plan: DeclarationPlan, containers: readonly Box[]): DeclarationResult {
  const loaded = containers.map(({ no, placements }) => ({ no, sources: new Set(placements.map(lineKey)) }));
  return {
    declarations: plan.declarations.map((declaration) => {
      const declared = declaration.lines.flatMap((line) => line.mergedFrom.map(lineKey));
      const containerNos = loaded
        .filter(({ sources }) => declared.some((source) => sources.has(source)))
        .map(({ no }) => no);
      return Object.assign({ containerNos }, declaration);
    }),
    lowerBound: plan.lowerBound,
  };
}

/** Finds the declaration that a trade line stands on, and its line there 项号, from 1. */
export function lineFinder(
  declarations: readonly Declaration[],
): (source: LineRef) => { declaration: Declaration; lineNo: number } | undefined {
  const found = new Map(
    declarations.flatMap((declaration) =>
      declaration.lines.flatMap((line, index) =>
        line.mergedFrom.map((source) => [lineKey(source), { declaration, lineNo: index + 1 }] as const),
      ),
    ),
  );
  return (source) => found.get(lineKey(source));
}
