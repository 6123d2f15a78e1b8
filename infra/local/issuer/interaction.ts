import { createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
import { readBody } from '../gateway/body.ts';
import { newCode, normalCode, RECOVERY_CODES } from './domain/code.ts';
import { normalLoginName } from './domain/login-name.ts';
import { faultOf, normalPassPhrase } from './domain/pass-phrase.ts';
import type { PasswordHashes } from './domain/password-hash.ts';
import { enrolmentUri, newSecret, stepOf } from './domain/second-factor.ts';
import { isEqual } from './is-equal.ts';
import type { Faults, Page } from './pages/page.ts';
import {
  disabledPage,
  enrolmentPage,
  expiredPage,
  firstUsePage,
  newPassPhrasePage,
  pausedPage,
  recoveryCodesPage,
  recoveryPage,
  secondFactorPage,
  signInPage,
} from './pages/pages.ts';
import { interactionUrl, portalOf } from './provider.ts';
import { endAll } from './store/adapter.ts';
import type { Attempts } from './store/attempts.ts';
import type { People, Person } from './store/people.ts';
import type { ProgressStore } from './store/progress.ts';
import type { SignInTable } from './store/table.ts';

export interface InteractionParts {
  readonly publicUrl: string;
  readonly provider: Provider;
  /** The secret by which forms are signed. */
  readonly secret: string;
  readonly table: SignInTable;
  readonly people: People;
  readonly attempts: Attempts;
  readonly hashes: PasswordHashes;
  readonly progress: ProgressStore;
}

/** A page to show, or where to go. */
export type Answer = Page | { readonly location: string };

/** Methods by which somebody has shown who they are (RFC 8176). */
const PASS_PHRASE = ['pwd'];
const WITH_SECOND_FACTOR = ['pwd', 'otp', 'mfa'];

const WRONG = '登录名或口令不正确。连续输错会暂停登录一段时间';
const WRONG_CODE = '登录名或一次性代码不正确，或者代码已用过、已过期。请核对，或到服务中心重新领取';
const WRONG_TOTP = '验证码不正确或已用过。请等手机显示下一个验证码后再输入';
const WRONG_RECOVERY = '恢复代码不正确或已用过';

/** One visit of a browser to the pages of its interaction. */
interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly uid: string;
  /** The address of the interaction's first page. */
  readonly at: string;
  readonly csrf: string;
  /** Of the browser, where it is known. */
  readonly address: string | undefined;
}

/**
 * The pages between the portal and the OIDC provider: pass phrase, one-time code, second factor. How far somebody has come
 * is kept by the interaction, to which a signed cookie binds the browser, so that a host that is killed between two pages
 * goes on with the second. Every step is a form; a right one leads to the next page, a wrong one shows the form again.
 */
export function interactionPages(parts: InteractionParts) {
  const { provider, people, attempts, hashes, progress, table, publicUrl } = parts;

  /** @param path below that of all interactions: `<uid>`, `<uid>/first-use`, `<uid>/recovery` */
  return async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    address: string | undefined,
  ): Promise<Answer> {
    const [uid = '', part = ''] = path.split('/');
    const isItsOwn = await provider.interactionDetails(request, response).then(
      (details) => details.uid === uid,
      (error: unknown) => {
        if (error instanceof errors.SessionNotFound) return false;
        throw error;
      },
    );
    if (!isItsOwn) return expiredPage(portalOf(publicUrl));
    const visit = { request, response, uid, at: interactionUrl(publicUrl, uid), csrf: csrfOf(uid), address };
    if (request.method !== 'POST') return shown(visit, part);
    const form = new URLSearchParams((await readBody(request)).toString());
    if (!isEqual(form.get('csrf') ?? '', visit.csrf)) return expiredPage(portalOf(publicUrl));
    return done(visit, form);
  };

  /** How far a visit has come, and who; undefined where nobody has, or the pass phrase by which it came holds no more. */
  async function comeSoFar({ uid }: Visit) {
    const reached = await progress.find(uid);
    const person = reached && (await people.find(reached.sub));
    if (!reached || !person) return undefined;
    const isOver = reached.stage !== 'passPhrase' && reached.passPhraseHash !== person.passPhrase;
    return isOver ? undefined : { reached, person };
  }

  /** Changes a person who has come so far, unless the counter has reset the pass phrase meanwhile. */
  function changeAs({ sub, passPhrase }: Person, change: (now: Person) => Person | undefined) {
    return people.change(sub, (now) => (now.passPhrase === passPhrase ? change(now) : undefined));
  }

  async function shown(visit: Visit, part: string): Promise<Answer> {
    const { at, csrf } = visit;
    const come = await comeSoFar(visit);
    if (!come) return part === 'first-use' ? firstUsePage(at, csrf) : signInPage(at, csrf);
    const { reached, person } = come;
    const { stage } = reached;
    if (stage === 'passPhrase') return newPassPhrasePage(csrf, person.loginName, hasSecondFactor(person));
    if (stage === 'secondFactor') return part === 'recovery' ? recoveryPage(at, csrf) : secondFactorPage(at, csrf);
    if (stage === 'recoveryCodes') return recoveryCodesPage(csrf, await renewedRecoveryCodes(person));
    return enrolmentPage(csrf, enrolmentUri(reached.secret, person.loginName), reached.secret);
  }

  async function done(visit: Visit, form: URLSearchParams): Promise<Answer> {
    const waiting = await attempts.addressPausedSeconds(visit.address);
    if (waiting > 0) return pausedPage(visit.at, waiting);
    const field = (name: string): string => form.get(name) ?? '';
    const step = field('step');
    if (step === 'passPhrase') return signIn(visit, field('loginName'), field('passPhrase'));
    if (step === 'code') return redeem(visit, field('loginName'), field('code'));
    if (step === 'again') {
      await progress.clear(visit.uid);
      return { location: visit.at };
    }
    const come = await comeSoFar(visit);
    if (come) {
      const { reached, person } = come;
      if (person.disabledAt !== undefined) return disabledPage();
      if (reached.stage === 'passPhrase' && step === 'newPassPhrase') {
        return setPassPhrase(visit, person, reached.codeHash, field('newPassPhrase'), field('repeated'));
      }
      if (reached.stage === 'secondFactor' && step === 'secondFactor') {
        return proveSecondFactor(visit, person, field('totp'));
      }
      if (reached.stage === 'secondFactor' && step === 'recovery') return recover(visit, person, field('recoveryCode'));
      if (reached.stage === 'enrolment' && step === 'enrolment') {
        return enrol(visit, person, reached.secret, field('totp'));
      }
      if (reached.stage === 'recoveryCodes' && step === 'recoveryCodes') {
        return finish(visit, person, WITH_SECOND_FACTOR);
      }
    }
    // A page of before, as by the browser's button back: where they are now is shown.
    return { location: visit.at };
  }

  async function signIn(visit: Visit, typed: string, passPhrase: string): Promise<Answer> {
    const loginName = normalLoginName(typed);
    const attempt = await attempts.begin(loginName);
    if ('pausedSeconds' in attempt) return pausedPage(visit.at, attempt.pausedSeconds);
    const person = await people.named(loginName);
    const isRight = await hashes.matches(normalPassPhrase(passPhrase), person?.passPhrase);
    if (!person || !isRight) {
      return failed(visit, attempt.pauseSeconds, (at) =>
        signInPage(at, visit.csrf, typed, { '': WRONG, loginName: '请核对登录名', passPhrase: '请重新输入口令' }),
      );
    }
    if (person.disabledAt !== undefined) return disabledPage();
    await attempt.passed();
    return proceed(visit, person);
  }

  /** A pause of the name does not hold up a code: whoever has it was seen at the counter. */
  async function redeem(visit: Visit, typed: string, code: string): Promise<Answer> {
    const person = await people.named(normalLoginName(typed));
    const usable = person && usableCode(person);
    const isRight = await hashes.matches(normalCode(code), usable?.hash);
    if (!person || !usable || !isRight) {
      const faults = { '': WRONG_CODE, loginName: '请核对登录名', code: '请核对一次性代码' };
      return failed(visit, 0, (at) => firstUsePage(at, visit.csrf, typed, faults));
    }
    if (person.disabledAt !== undefined) return disabledPage();
    await progress.set(visit.uid, { stage: 'passPhrase', sub: person.sub, codeHash: usable.hash });
    return { location: visit.at };
  }

  async function setPassPhrase(
    visit: Visit,
    { sub, ...person }: Person,
    codeHash: string,
    typed: string,
    again: string,
  ) {
    const passPhrase = normalPassPhrase(typed);
    const needsSecond = hasSecondFactor({ sub, ...person });
    const fault = faultOf(passPhrase, { loginName: person.loginName, hasSecondFactor: needsSecond });
    const faults: Faults = {
      ...(fault !== undefined && { newPassPhrase: fault }),
      ...(fault === undefined && passPhrase !== normalPassPhrase(again) && { repeated: '两次输入不一致，请再输一次' }),
    };
    if (Object.keys(faults).length > 0) return newPassPhrasePage(visit.csrf, person.loginName, needsSecond, faults);
    const hash = await hashes.hashed(passPhrase);
    const changed = await people.change(sub, (now) => {
      const code = usableCode(now);
      if (code?.hash !== codeHash) return undefined;
      const { oneTimeCode: _used, secondFactor, ...kept } = now;
      const isKept = secondFactor && !code.renewsSecondFactor;
      return { ...kept, passPhrase: hash, ...(isKept && { secondFactor }) };
    });
    if (!changed) {
      await progress.clear(visit.uid);
      return firstUsePage(visit.at, visit.csrf, person.loginName, { '': WRONG_CODE });
    }
    // Whoever has found the old pass phrase is signed in no longer.
    await endAll(table, sub);
    await attempts.forget(person.loginName);
    return proceed(visit, changed);
  }

  /** The pass phrase is right. */
  async function proceed(visit: Visit, person: Person): Promise<Answer> {
    if (!hasSecondFactor(person)) return finish(visit, person, PASS_PHRASE);
    const so = { sub: person.sub, passPhraseHash: person.passPhrase ?? '' };
    await progress.set(
      visit.uid,
      person.secondFactor ? { stage: 'secondFactor', ...so } : { stage: 'enrolment', ...so, secret: newSecret() },
    );
    return { location: visit.at };
  }

  async function proveSecondFactor(visit: Visit, person: Person, code: string): Promise<Answer> {
    const attempt = await attempts.begin(person.loginName);
    if ('pausedSeconds' in attempt) return pausedPage(visit.at, attempt.pausedSeconds);
    const proved = await changeAs(person, (now) => {
      const step = now.secondFactor && stepOf(code, now.secondFactor.secret, table.now(), now.secondFactor.lastStep);
      return now.secondFactor && step !== undefined
        ? { ...now, secondFactor: { ...now.secondFactor, lastStep: step } }
        : undefined;
    });
    if (proved) return finish(visit, proved, WITH_SECOND_FACTOR);
    return failed(visit, attempt.pauseSeconds, (at) => secondFactorPage(at, visit.csrf, { totp: WRONG_TOTP }));
  }

  async function recover(visit: Visit, person: Person, code: string): Promise<Answer> {
    const attempt = await attempts.begin(person.loginName);
    if ('pausedSeconds' in attempt) return pausedPage(visit.at, attempt.pausedSeconds);
    const used = await hashes.foundAmong(normalCode(code), person.secondFactor?.recoveryCodes ?? []);
    const recovered = await changeAs(person, (now) => {
      const left = now.secondFactor?.recoveryCodes.filter((one) => one !== used);
      const isThere = left !== undefined && left.length < (now.secondFactor?.recoveryCodes.length ?? 0);
      return now.secondFactor && isThere
        ? { ...now, secondFactor: { ...now.secondFactor, recoveryCodes: left } }
        : undefined;
    });
    if (recovered) return finish(visit, recovered, WITH_SECOND_FACTOR);
    return failed(visit, attempt.pauseSeconds, (at) => recoveryPage(at, visit.csrf, { recoveryCode: WRONG_RECOVERY }));
  }

  async function enrol(visit: Visit, person: Person, secret: string, code: string): Promise<Answer> {
    const lastStep = stepOf(code, secret, table.now(), 0);
    const enrolled =
      lastStep !== undefined &&
      // Somebody else may have been faster with the same pass phrase.
      (await changeAs(person, (now) =>
        now.secondFactor ? undefined : { ...now, secondFactor: { secret, lastStep, recoveryCodes: [] } },
      ));
    if (!enrolled) {
      return enrolmentPage(visit.csrf, enrolmentUri(secret, person.loginName), secret, { totp: WRONG_TOTP });
    }
    const { sub, passPhrase: passPhraseHash = '' } = enrolled;
    await progress.set(visit.uid, { stage: 'recoveryCodes', sub, passPhraseHash });
    return { location: visit.at };
  }

  /** They are shown once: whoever loads the page again is shown others, and those of before no longer hold. */
  async function renewedRecoveryCodes(person: Person): Promise<string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, newCode);
    const recoveryCodes = await hashes.hashedTogether(codes.map(normalCode));
    await changeAs(person, (now) =>
      now.secondFactor ? { ...now, secondFactor: { ...now.secondFactor, recoveryCodes } } : undefined,
    );
    return codes;
  }

  async function finish(visit: Visit, { sub, loginName, disabledAt }: Person, amr: string[]): Promise<Answer> {
    if (disabledAt !== undefined) return disabledPage();
    await endAnothersSession(visit, sub);
    // A shared counter: the cookie goes with the browser's window.
    const login = { accountId: sub, amr, remember: false };
    const location = await provider.interactionResult(visit.request, visit.response, { login });
    await progress.clear(visit.uid);
    await attempts.forget(loginName);
    return { location };
  }

  /** At a shared counter the next person may sign in while the last is still signed in: that one is signed out. */
  async function endAnothersSession({ request, response }: Visit, sub: string): Promise<void> {
    const interaction = await provider.interactionDetails(request, response);
    if (!interaction.session || interaction.session.accountId === sub) return;
    const session = await provider.Session.findByUid(interaction.session.uid);
    interaction.session = undefined;
    await interaction.persist();
    for (const { grantId } of Object.values(session?.authorizations ?? {})) {
      if (grantId !== undefined) await provider.RefreshToken.revokeByGrantId(grantId);
    }
    await session?.destroy();
  }

  async function failed(visit: Visit, pauseSeconds: number, again: (at: string) => Page): Promise<Page> {
    await attempts.failedFrom(visit.address);
    return pauseSeconds > 0 ? pausedPage(visit.at, pauseSeconds) : again(visit.at);
  }

  function usableCode({ oneTimeCode }: Person): Person['oneTimeCode'] {
    return oneTimeCode && Date.parse(oneTimeCode.expiresAt) > table.now().getTime() ? oneTimeCode : undefined;
  }

  function csrfOf(uid: string): string {
    return createHmac('sha256', parts.secret).update(`form ${uid}`).digest('base64url');
  }
}

const hasSecondFactor = ({ isSecondFactorRequired, secondFactor }: Person): boolean =>
  isSecondFactorRequired || secondFactor !== undefined;
