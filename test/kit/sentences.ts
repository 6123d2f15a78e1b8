import { readFileSync } from 'node:fs';
import { parseSync } from 'vite';

/** A text for people that stands in a source, in parts: what is written and, between, what is put in. */
export interface Sentence {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  /** Names of variables and fields that are put in as they are: no name is looked up, nothing is made of them. */
  readonly bare: readonly string[];
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

const HAN = /\p{Script=Han}/u;

/** What is said in English, of the contract. */
const ENGLISH = new Set(['summary', 'description']);

/** Every Chinese text of a source, comments and patterns aside. */
export function sentencesOf(file: string): Sentence[] {
  const source = readFileSync(file, 'utf8');
  const found: Sentence[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (!isNode(node)) return;
    if (node.type === 'Property' && ENGLISH.has(String((node['key'] as Node)['name']))) return;
    const text = textOf(node);
    if (text !== undefined && HAN.test(text)) {
      const bare = ((node['expressions'] ?? []) as Node[]).flatMap((put) => nameOf(put) ?? []);
      found.push({ file, line: source.slice(0, node.start).split('\n').length, text, bare });
    }
    for (const [field, child] of Object.entries(node)) if (field !== 'quasis') visit(child);
  };
  visit(parseSync(file, source).program);
  return found;
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

function textOf(node: Node): string | undefined {
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value'];
  if (node.type !== 'TemplateLiteral') return undefined;
  return (node['quasis'] as { value: { raw: string } }[]).map(({ value }) => value.raw).join('\u{FFFC}');
}

const nameOf = (node: Node): string | undefined =>
  node.type === 'Identifier'
    ? String(node['name'])
    : node.type === 'MemberExpression' && node['computed'] === false
      ? nameOf(node['property'] as Node)
      : undefined;
