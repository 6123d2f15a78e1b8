import { escapeHtml } from '../../../../functions/shared/http/html.ts';
import { qrSvg } from '../../../../functions/shared/http/qr.ts';
import { minCharacters } from '../domain/pass-phrase.ts';
import { inWords } from '../domain/pause.ts';
import { type Faults, type Field, form, type Page, page } from './page.ts';

const shown = (heading: string, body: string, faults: Faults = {}): Page => {
  const isFault = Object.keys(faults).length > 0;
  return { status: isFault ? 422 : 200, html: page(heading, body, isFault) };
};

const loginName = (value: string): Field => ({
  name: 'loginName',
  label: '登录名',
  value,
  attributes: 'type="text" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="64"',
});

/** @param typed the login name as it was typed */
export const signInPage = (at: string, csrf: string, typed = '', faults: Faults = {}): Page =>
  shown(
    '登录',
    `${form(
      {
        step: 'passPhrase',
        csrf,
        fields: [
          loginName(typed),
          {
            name: 'passPhrase',
            label: '口令',
            attributes: 'type="password" autocomplete="current-password" maxlength="512"',
          },
        ],
        button: '登录',
      },
      faults,
    )}
<p class="links"><a href="${escapeHtml(at)}/first-use">首次登录，或忘记口令</a></p>`,
    faults,
  );

export const firstUsePage = (at: string, csrf: string, typed = '', faults: Faults = {}): Page =>
  shown(
    '首次登录，或忘记口令',
    `<p>请输入服务中心交给您的登录名和一次性代码，然后设置自己的口令。没有代码的，请到服务中心窗口领取。</p>
${form(
  {
    step: 'code',
    csrf,
    fields: [
      loginName(typed),
      {
        name: 'code',
        label: '一次性代码',
        hint: '10 位，7 天内有效，只能用一次；字母不分大小写，“-”可以不输',
        attributes:
          'type="text" class="code" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" maxlength="32"',
      },
    ],
    button: '继续',
  },
  faults,
)}
<p class="links"><a href="${escapeHtml(at)}">已有口令，去登录</a></p>`,
    faults,
  );

/** @param name the login name, for the browser that keeps the pass phrase */
export const newPassPhrasePage = (csrf: string, name: string, hasSecondFactor: boolean, faults: Faults = {}): Page =>
  shown(
    '设置口令',
    `<p>登录名 <strong>${escapeHtml(name)}</strong></p>
${form(
  {
    step: 'newPassPhrase',
    csrf,
    fields: [
      {
        name: 'newPassPhrase',
        label: '新口令',
        hint: `至少 ${minCharacters(hasSecondFactor)} 个字符。可用几个不相干的词连成一句，中文、空格都可以`,
        attributes: 'type="password" autocomplete="new-password" maxlength="512"',
      },
      {
        name: 'repeated',
        label: '再输一次',
        attributes: 'type="password" autocomplete="new-password" maxlength="512"',
      },
    ],
    button: '保存',
  },
  faults,
)}`,
    faults,
  );

const totpField: Field = {
  name: 'totp',
  label: '动态验证码',
  hint: '手机验证器上现在显示的 6 位数字',
  attributes: 'type="text" class="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12"',
};

export const secondFactorPage = (at: string, csrf: string, faults: Faults = {}): Page =>
  shown(
    '第二步验证',
    `${form({ step: 'secondFactor', csrf, fields: [totpField], button: '验证' }, faults)}
<p class="links"><a href="${escapeHtml(at)}/recovery">手机不在身边，用恢复代码</a></p>
${beginAgain(csrf)}`,
    faults,
  );

export const recoveryPage = (at: string, csrf: string, faults: Faults = {}): Page =>
  shown(
    '用恢复代码验证',
    `${form(
      {
        step: 'recovery',
        csrf,
        fields: [
          {
            name: 'recoveryCode',
            label: '恢复代码',
            hint: '设置验证器时抄下的 10 个代码之一，每个只能用一次',
            attributes:
              'type="text" class="code" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="32"',
          },
        ],
        button: '验证',
      },
      faults,
    )}
<p class="links"><a href="${escapeHtml(at)}">用手机验证器</a>。恢复代码也没有的，请到服务中心重新领取一次性代码。</p>
${beginAgain(csrf)}`,
    faults,
  );

/** @param uri of the QR code */
export const enrolmentPage = (csrf: string, uri: string, secret: string, faults: Faults = {}): Page =>
  shown(
    '设置手机验证器',
    `<p>审核和管理人员登录时，除口令外还要手机上的动态验证码。请在手机上安装任意一种验证器应用，扫描二维码，再输入它显示的 6 位数字。</p>
${qrSvg(uri)}
<p class="hint">不能扫描的，请手工输入密钥：<span class="key">${escapeHtml(secret.replaceAll(/(.{4})(?=.)/g, '$1 '))}</span></p>
${form({ step: 'enrolment', csrf, fields: [totpField], button: '完成设置' }, faults)}
${beginAgain(csrf)}`,
    faults,
  );

export const recoveryCodesPage = (csrf: string, codes: readonly string[]): Page =>
  shown(
    '请抄下恢复代码',
    `<p>手机丢失或不在身边时，可用恢复代码登录，每个只能用一次。它们只显示这一次，请抄下或打印，妥善保管。</p>
<ol class="codes">${codes.map((code) => `<li>${escapeHtml(code)}</li>`).join('')}</ol>
${form({ step: 'recoveryCodes', csrf, button: '已抄好，继续' })}`,
  );

/** @param at where to try again */
export const pausedPage = (at: string, seconds: number): Page => ({
  status: 429,
  headers: { 'Retry-After': String(seconds) },
  html: page(
    '暂时不能登录',
    `<p class="alert" role="alert">连续输错次数过多。请在 ${escapeHtml(inWords(seconds))}后再试。</p>
<p>忘记口令的，可到服务中心窗口领取一次性代码，马上就能重新设置，不必等待。</p>
<p class="links"><a href="${escapeHtml(at)}">返回登录</a></p>`,
    true,
  ),
});

export const disabledPage = (): Page => ({
  status: 403,
  html: page('账号已停用', '<p class="alert" role="alert">这个账号已停用，不能登录。请联系服务中心。</p>', true),
});

/** @param portal where to begin anew */
export const expiredPage = (portal: string): Page => ({
  status: 400,
  html: page(
    '登录页面已过期',
    `<p>这一次登录已经过期或已经完成。请重新开始，没有丢失任何资料。</p>
<p class="links"><a href="${escapeHtml(portal)}">重新登录</a></p>`,
  ),
});

export const notUnderstoodPage = (portal: string, status: number, code: string): Page => ({
  status,
  html: page(
    '不能登录',
    `<p class="alert" role="alert">登录请求有误或系统繁忙（${escapeHtml(code)}）。请重新开始。多次出现的，请告诉管理员。</p>
<p class="links"><a href="${escapeHtml(portal)}">重新开始</a></p>`,
    true,
  ),
});

/** @param action where it is sent, @param xsrf by which it is known to come from this page */
export const signOutPage = (action: string, xsrf: string, portal: string): Page => ({
  status: 200,
  html: page(
    '退出登录',
    `<p>确认退出吗？退出后，在这台电脑上要重新登录才能办理业务。</p>
<form method="post" action="${escapeHtml(action)}"><input type="hidden" name="xsrf" value="${escapeHtml(xsrf)}"><button type="submit" name="logout" value="yes" autofocus>退出登录</button></form>
<p class="links"><a href="${escapeHtml(portal)}">不退出，返回</a></p>`,
  ),
});

export const signedOutPage = (portal: string): Page => ({
  status: 200,
  html: page(
    '已退出登录',
    `<p>您已退出登录。公用电脑请同时关闭浏览器窗口。</p>
<p class="links"><a href="${escapeHtml(portal)}">重新登录</a></p>`,
  ),
});

const beginAgain = (csrf: string): string => form({ step: 'again', csrf, button: '换一个账号登录', isAside: true });
