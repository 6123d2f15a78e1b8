import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

/** A file as a browser takes it. */
export interface PortalFile {
  readonly type: string;
  readonly bytes: Buffer;
  /** Named by its content, so that a browser may keep it for good. */
  readonly isForGood: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * The files of a built portal by their paths, e.g. `assets/main-BqX2.js`, read once: nothing but what was built is ever
 * handed out.
 *
 * @throws Error where the portal was not built
 */
export function portalFiles(folder: string): ReadonlyMap<string, PortalFile> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.flatMap(({ parentPath, name }) => {
      const path = relative(folder, join(parentPath, name)).replaceAll(sep, '/');
      const type = TYPES[extname(name)];
      if (type === undefined) return [];
      return [[path, { type, bytes: readFileSync(join(parentPath, name)), isForGood: path.startsWith('assets/') }]];
    }),
  );
}
