import type { Route } from '../../manifest.ts';

export interface Match {
  readonly route: Route;
  readonly params: Record<string, string>;
}

/**
 * Finds the route of a request among the manifest's, literal segments before parameters and these before a parameter that
 * takes the rest of the path (`{path+}`), as API Gateway does.
 */
export function routeMatcher(routes: readonly Route[]): (method: string, path: string) => Match | undefined {
  const compiled = routes
    .map((route) => ({ route, segments: route.endpoint.path.split('/') }))
    .sort((a, b) => parameters(a.segments) - parameters(b.segments) || greedy(a.segments) - greedy(b.segments));
  return (method, path) => {
    const given = path.split('/');
    for (const { route, segments } of compiled) {
      const isGreedy = segments.at(-1)?.endsWith('+}') ?? false;
      const fits = isGreedy ? segments.length <= given.length : segments.length === given.length;
      if (route.endpoint.method !== method || !fits) continue;
      const params = matched(segments, given);
      if (params) return { route, params };
    }
    return undefined;
  };
}

const isParameter = (segment: string): boolean => segment.startsWith('{');

const greedy = (segments: readonly string[]): number => segments.filter((segment) => segment.endsWith('+}')).length;

const parameters = (segments: readonly string[]): number => segments.filter(isParameter).length;

function matched(segments: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const value = given[index] ?? '';
    if (isParameter(segment)) {
      if (segment.endsWith('+}')) {
        params[segment.slice(1, -2)] = given.slice(index).map(decoded).join('/');
        return params;
      }
      if (value === '') return undefined;
      params[segment.slice(1, -1)] = decoded(value);
    } else if (segment !== value) return undefined;
  }
  return params;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
