import { createServer, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { logger } from '../../../functions/shared/log.ts';
import { type Listening, listen } from '../listen.ts';
import { newCode, normalCode, ONE_TIME_CODE_DAYS } from './domain/code.ts';
import { LOGIN_NAME, normalLoginName, prefixOf } from './domain/login-name.ts';
import type { PasswordHashes } from './domain/password-hash.ts';
import { isEqual } from './is-equal.ts';
import { PORTAL_CLIENT } from './provider.ts';
import { endAll } from './store/adapter.ts';
import type { Attempts } from './store/attempts.ts';
import type { Machines } from './store/machines.ts';
import { LoginNameTaken, type People, type Person } from './store/people.ts';
import type { SignInTable } from './store/table.ts';

export interface AdministrationParts {
  readonly table: SignInTable;
  readonly people: People;
  readonly machines: Machines;
  readonly attempts: Attempts;
  readonly hashes: PasswordHashes;
  /** Who has it may do everything here. */
  readonly secret: string;
}

interface Reply {
  readonly status: number;
  readonly body?: Readonly<Record<string, unknown>>;
}

const Sub = z.string().min(1).max(200);

const CodeRequest = z.strictObject({
  sub: Sub,
  name: z.string().min(1).max(200),
  /** Given by hand; absent, one of the district's with its next number. */
  loginName: z.string().transform(normalLoginName).pipe(z.string().regex(LOGIN_NAME)).optional(),
  districtId: z
    .string()
    .regex(/^\d{6}$/)
    .default('500000'),
  /** Whether a pass phrase alone does not do. Where it is asked for, a second factor is set up anew with the code. */
  secondFactorRequired: z.boolean().optional(),
});

const SubRequest = z.strictObject({ sub: Sub });

const ClientRequest = z.strictObject({
  clientId: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,99}$/),
  name: z.string().min(1).max(200),
});

/**
 * What accounts have done to credentials, on a port of the loopback of its own, where no proxy leads:
 *
 * - `POST /one-time-codes`: a code by which a person sets a pass phrase; the counter's reset is the same. The pass phrase and the
 *   code of before end, and whatever was opened with them.
 * - `POST /disabling`, `POST /enabling`: ends whatever a person or program has open, at once · lets them sign in again.
 * - `POST /clients`: a program, with a secret that is told once; of one that is there the secret is exchanged.
 */
export function startAdministration(parts: AdministrationParts): Promise<Listening> {
  const { table, people, machines, attempts, hashes } = parts;
  const routes: Readonly<Record<string, (asked: unknown) => Promise<Reply>>> = {
    'POST /one-time-codes': (asked) => issueCode(CodeRequest.parse(asked)),
    'POST /disabling': (asked) => setDisabled(SubRequest.parse(asked).sub, table.now().toISOString()),
    'POST /enabling': (asked) => setDisabled(SubRequest.parse(asked).sub, undefined),
    'POST /clients': (asked) => addClient(ClientRequest.parse(asked)),
  };
  return listen(
    createServer((request, response) => {
      answer(request)
        .catch(asReply)
        .then(({ status, body }) => {
          const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };
          response.writeHead(status, headers).end(body && JSON.stringify(body));
          request.resume();
        })
        .catch(() => response.destroy());
    }),
    0,
  );

  async function answer(request: IncomingMessage): Promise<Reply> {
    if (!isEqual(request.headers.authorization ?? '', `Bearer ${parts.secret}`)) return { status: 403 };
    const route = routes[`${request.method} ${request.url}`];
    return route ? route(await json(request)) : { status: 404 };
  }

  async function issueCode(asked: z.output<typeof CodeRequest>): Promise<Reply> {
    const { sub, name, secondFactorRequired } = asked;
    if (await machines.find(sub)) return conflict('SUB_OF_A_PROGRAM');
    const code = newCode();
    const expiresAt = new Date(table.now().getTime() + ONE_TIME_CODE_DAYS * 24 * 3_600_000).toISOString();
    const issued = {
      oneTimeCode: {
        hash: await hashes.hashed(normalCode(code)),
        expiresAt,
        renewsSecondFactor: secondFactorRequired === true,
      },
    };
    const person =
      (await people.change(sub, ({ passPhrase: _before, ...now }) => ({
        ...now,
        ...issued,
        name,
        isSecondFactorRequired: secondFactorRequired ?? now.isSecondFactorRequired,
      }))) ?? (await added(asked, issued));
    await endAll(table, sub);
    // Whoever was locked out by a stranger is let in again.
    await attempts.forget(person.loginName);
    return { status: 201, body: { code, loginName: person.loginName, expiresAt } };
  }

  async function added(
    { sub, name, loginName, districtId, secondFactorRequired = false }: z.output<typeof CodeRequest>,
    issued: Pick<Person, 'oneTimeCode'>,
  ): Promise<Person> {
    return people.add({
      sub,
      name,
      loginName: loginName ?? (await people.nextLoginName(prefixOf(districtId))),
      isSecondFactorRequired: secondFactorRequired,
      ...issued,
    });
  }

  async function setDisabled(sub: string, disabledAt: string | undefined): Promise<Reply> {
    const person = await people.change(sub, ({ disabledAt: _before, ...now }) => ({
      ...now,
      ...(disabledAt !== undefined && { disabledAt }),
    }));
    // Of whom there is nothing there is nothing to end.
    if (!person) await machines.disable(sub, disabledAt);
    // What was under way fails from here on, so that nothing comes after it.
    if (disabledAt !== undefined) await endAll(table, sub);
    return { status: 204 };
  }

  async function addClient({ clientId, name }: z.output<typeof ClientRequest>): Promise<Reply> {
    if (clientId === PORTAL_CLIENT || (await people.find(clientId))) return conflict('CLIENT_ID_TAKEN');
    return { status: 201, body: { clientId, secret: await machines.add(clientId, name) } };
  }
}

const conflict = (code: string): Reply => ({ status: 409, body: { code } });

/** What was sent is not repeated: it may be secret. */
function asReply(error: unknown): Reply {
  if (error instanceof SyntaxError) return { status: 400, body: { code: 'NO_JSON' } };
  if (error instanceof z.ZodError) {
    const fields = error.issues.map(({ path, code }) => ({ field: path.join('.'), code }));
    return { status: 400, body: { code: 'BAD_REQUEST', fields } };
  }
  if (error instanceof LoginNameTaken) return conflict('LOGIN_NAME_TAKEN');
  const { name, stack } = error instanceof Error ? error : new Error(String(error));
  logger.error('the administration of sign-in failed', { fault: name, stack });
  return { status: 500 };
}
