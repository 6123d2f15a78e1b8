import { type Answer, restApi } from '../shared/http/api.ts';
import { Problem } from '../shared/http/problem.ts';
import { says } from '../shared/kernel/finding.ts';
import { awsRuntime, type Runtime } from '../shared/runtime.ts';
import { portalApi } from './contract.ts';
import { type PortalFile, portalFiles } from './files.ts';
import { pagePolicy } from './policy.ts';
import { PORTAL_VARIABLES } from './variables.ts';

const PAGE = 'index.html';

const homeOf = (publicUrl: string): string => `${publicUrl.replace(/\/$/, '')}/portal/`;

const HASHED = 'public, max-age=31536000, immutable';

export const build = (runtime: Runtime, environment: NodeJS.ProcessEnv = process.env) => {
  const told = (name: keyof typeof PORTAL_VARIABLES): string => environment[PORTAL_VARIABLES[name]] ?? '';
  // Read at the first request, so that a host without a portal serves everything else.
  let files: ReadonlyMap<string, PortalFile> | undefined;
  const fileAt = (path: string): PortalFile | undefined => (files ??= portalFiles(told('files'))).get(path);

  const page = (baseUrl: string): Answer<string> => {
    const file = fileAt(PAGE);
    if (!file) throw new Problem('NOT_FOUND', '这里没有门户页面，接口清单见 /openapi.json');
    return {
      body: file.bytes
        .toString('utf8')
        .replace('<base href="./" />', `<base href="${new URL(homeOf(baseUrl)).pathname}" />`),
      contentType: file.type,
      headers: { ...pagePolicy(told('origins').split(' ').filter(Boolean)), 'Cache-Control': 'no-cache' },
    };
  };

  return restApi(
    portalApi,
    () => ({
      openPortal: async ({ baseUrl }) => page(baseUrl),
      portalSignIn: async ({ baseUrl }) => ({
        body: { issuer: told('issuer'), clientId: told('clientId'), scope: told('scope'), home: homeOf(baseUrl) },
      }),
      portalFile: async ({ params: { path = '' }, baseUrl }) => {
        const file = path === PAGE ? undefined : fileAt(path);
        if (file) {
          return {
            body: file.bytes,
            contentType: file.type,
            headers: {
              'X-Content-Type-Options': 'nosniff',
              'Cache-Control': file.isForGood ? HASHED : 'no-cache',
            },
          };
        }
        // A screen's address has no file's ending; a chunk of an earlier release is gone.
        if (/\.\w+$/.test(path)) throw new Problem('NOT_FOUND', says('没有这个文件', '请刷新页面'));
        return page(baseUrl);
      },
    }),
    runtime,
  );
};

export const handler = build(awsRuntime());
