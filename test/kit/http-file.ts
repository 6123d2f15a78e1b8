/**
 * A file of requests in the form of REST Client: `###` before each, `# @name`, `@variable = …`, and `{{…}}` for a variable,
 * a day or a part of an earlier answer. No more of the form is known than `docs/registry.http` needs.
 */

export interface NamedRequest {
  readonly name: string;
  readonly title: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** A field of the answer, and what it says once the request need not be sent again. */
  readonly until: { readonly field: string; readonly value: string } | undefined;
}

export interface HttpFile {
  readonly variables: Readonly<Record<string, string>>;
  readonly requests: readonly NamedRequest[];
}

export function parseHttpFile(text: string): HttpFile {
  const [head = '', ...parts] = text.split(/^### /m);
  const variables = Object.fromEntries(
    [...head.matchAll(/^@(\w+) *= *(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  return { variables, requests: parts.map(requestOf) };
}

function requestOf(part: string): NamedRequest {
  const [top = '', ...rest] = part.split(/\n\n/);
  const [title = '', ...lines] = top.split('\n');
  const comments = lines.filter((line) => line.startsWith('#')).join('\n');
  const [start = '', ...fields] = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const [, method = '', url = ''] = /^([A-Z]+) (\S+)$/.exec(start) ?? [];
  const [, name] = /^# @name (\w+)$/m.exec(comments) ?? [];
  if (name === undefined || method === '')
    throw new Error(`the request “${title}” has no name, or no line that sends it`);
  const [, field, value] = /until its (\w+) is (\w+)\./.exec(comments) ?? [];
  const body = rest.join('\n\n').trim();
  return {
    name,
    title,
    method,
    url,
    headers: Object.fromEntries(fields.map((line) => /^([\w-]+): (.*)$/.exec(line)?.slice(1) ?? [line, ''])),
    body: body === '' ? undefined : body,
    until: field !== undefined && value !== undefined ? { field, value } : undefined,
  };
}

/** Answers by the names of their requests. */
export type Answers = ReadonlyMap<string, unknown>;

/**
 * A text with what stands in place of each `{{…}}`.
 *
 * @throws Error where something is named that is not there
 */
export const filledIn = (text: string, variables: Readonly<Record<string, string>>, answers: Answers): string =>
  text.replaceAll(/\{\{(.*?)\}\}/g, (_whole, said: string) => {
    const value = variables[said] ?? dayOf(said) ?? partOf(said, answers);
    if (value === undefined) throw new Error(`nothing stands for {{${said}}}`);
    return value;
  });

/** `$datetime "YYYY-MM-DD" 30 d`: a day from now on. */
function dayOf(said: string): string | undefined {
  const [whole, days = '0'] = /^\$datetime "YYYY-MM-DD"(?: (\d+) d)?$/.exec(said) ?? [];
  if (whole === undefined) return undefined;
  return new Date(Date.now() + Number(days) * 24 * 3_600_000).toISOString().slice(0, 10);
}

/** `name.response.body.$.a.b`: a part of an answer. */
function partOf(said: string, answers: Answers): string | undefined {
  const [, name = '', path = ''] = /^(\w+)\.response\.body\.\$\.([\w.]+)$/.exec(said) ?? [];
  const found = path.split('.').reduce<any>((node, key) => node?.[key], answers.get(name));
  return found === undefined ? undefined : String(found);
}
