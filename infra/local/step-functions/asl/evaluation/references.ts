import { type Node, nodesOf } from './tree.ts';

/**
 * What `$states` has in every field. `result` and `errorOutput` are there only where a Task's result or a caught error is.
 */
const EVERYWHERE = ['input', 'context'];

/**
 * What an expression names that is not there. AWS refuses a definition for it (UNSUPPORTED_JSONATA_EXPRESSION): there is no
 * input document, so that a bare name, `$` and `$$` mean something only within a path.
 *
 * @param more what `$states` has in this field beside input and context
 * @returns the references, as the definition writes them
 */
export function missingReferences(tree: Node, more: readonly string[]): string[] {
  const known = new Set([...EVERYWHERE, ...more]);
  return [
    ...topLevelNames(tree),
    ...statesFields(tree)
      .filter((field) => !known.has(field))
      .map((field) => `$states.${field}`),
  ];
}

function statesFields(tree: Node): string[] {
  return nodesOf(tree)
    .flatMap(({ type, steps: [first, second] = [] }) =>
      type === 'path' && first?.type === 'variable' && first.value === 'states' && second?.type === 'name'
        ? [String(second.value)]
        : [],
    )
    .toArray();
}

/** Looks at the first step of a path only: each later one, its predicates and its order see what the step before gave. */
function topLevelNames(node: Node | undefined): string[] {
  if (node === undefined) return [];
  const all = (nodes: readonly (Node | undefined)[] = []): string[] => nodes.flatMap(topLevelNames);
  switch (node.type) {
    case 'path':
      return all(node.steps?.slice(0, 1));
    case 'name':
      return [String(node.value)];
    case 'variable':
      return node.value === '' || node.value === '$' ? [`$${node.value}`] : [];
    case 'unary':
      if (node.value === '[') return all(node.expressions);
      return node.value === '{' ? all((node.lhs as readonly (readonly Node[])[]).flat()) : all([node.expression]);
    case 'binary':
    case 'apply':
      return all([node.lhs as Node, node.rhs]);
    case 'function':
    case 'partial':
      return all([node.procedure, ...(node.arguments ?? [])]);
    case 'lambda':
      return all([node.body]);
    case 'condition':
      return all([node.condition, node.then, node.else]);
    case 'block':
      return all(node.expressions);
    case 'bind':
      return all([node.rhs]);
    default:
      return [];
  }
}
