import { z } from 'zod';
import { contract } from '../shared/http/contract.ts';

const SignIn = z.object({
  /** Where people of this deployment sign in. */
  issuer: z.string(),
  clientId: z.string(),
  scope: z.string(),
  /** The portal at the address at which people reach it; the issuer sends nobody back to another. */
  home: z.string(),
});

/** The portal 门户 as a browser fetches it. */
export const portalApi = contract({
  openPortal: {
    method: 'GET',
    path: '/portal',
    summary: 'The portal 门户: the page that a browser opens',
    roles: [],
    success: { status: 200, schema: z.string() },
    produces: ['text/html'],
    problems: [],
  },
  portalSignIn: {
    method: 'GET',
    path: '/portal/config.json',
    summary: 'By which OIDC issuer people sign in to the portal 登录配置',
    roles: [],
    success: { status: 200, schema: SignIn },
    problems: [],
  },
  portalFile: {
    method: 'GET',
    path: '/portal/{path+}',
    summary: 'A file of the portal; an address of one of its screens is its page 门户文件',
    roles: [],
    success: { status: 200, schema: z.string() },
    produces: ['text/html', 'text/javascript', 'text/css', 'image/svg+xml'],
    problems: [],
  },
});
