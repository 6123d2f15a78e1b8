import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import { READING_ROLES } from '../../functions/shared/kernel/role.ts';
import { useRead } from '../api/read.ts';
import { isTyping, useKeys } from '../kit/keys.ts';
import { KeysHelp } from '../kit/keys-help.tsx';
import { screens } from '../screens.ts';
import type { Screen, Section } from '../site.ts';
import { AnyNumber } from './any-number.tsx';
import { useMe } from './me.ts';
import { Mishap } from './mishap.tsx';

const SECTIONS: readonly Section[] = ['工作', '备案', '市场', '交易', '组货', '信用', '监管', '系统'];

const pages = screens.map((screen) => ({ ...screen, Page: lazy(screen.load) }));

/** The bar, the menu and the page that the address names. */
export function Frame({
  onChoose,
  onSignOut,
}: {
  readonly onChoose: (assignmentId: string) => void;
  readonly onSignOut: () => void;
}) {
  const { role } = useMe().acting ?? {};
  const [place] = useLocation();
  const mine = pages.filter(({ roles }) => role !== undefined && roles.includes(role));
  return (
    <div className="frame">
      <Bar onChoose={onChoose} onSignOut={onSignOut} />
      <Menu screens={mine} />
      <main className="page" id="page" tabIndex={-1}>
        <Mishap place={place}>
          <Suspense fallback={<p role="status">正在打开…</p>}>
            <Switch>
              {mine.map(({ path, title, Page }) => (
                <Route key={path} path={path}>
                  {(params) => (
                    <Titled title={title}>
                      <Page params={params as Record<string, string>} />
                    </Titled>
                  )}
                </Route>
              ))}
              <Route>
                <NotMine />
              </Route>
            </Switch>
          </Suspense>
        </Mishap>
      </main>
      <KeysHelp />
    </div>
  );
}

function Titled({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} - 市场采购贸易登记平台`;
  }, [title]);
  return children;
}

const IDLE = {
  SUSPENDED: '您的账户已停用。如有疑问，请联系为您开户的单位。',
  NO_ASSIGNMENT: '您还没有岗位。请联系为您开户的单位派岗。',
  ASSIGNMENT_OVER: '所选岗位已经结束。请在右上角换一个岗位。',
} as const;

function NotMine() {
  const { idle } = useMe();
  return idle === undefined ? (
    <Elsewhere />
  ) : (
    <div className="card">
      <h1>暂不能办理</h1>
      <p>{IDLE[idle]}</p>
    </div>
  );
}

const Elsewhere = () => (
  <div className="card">
    <h1>没有这个页面</h1>
    <p>
      地址有误，或不在您的岗位范围内。<Link href="/">回到工作台</Link>
    </p>
  </div>
);

/** Whether a role reads the records that a number may name. */
const isReading = (role: string): boolean => READING_ROLES.some((one) => one === role);

function Bar({
  onChoose,
  onSignOut,
}: {
  readonly onChoose: (assignmentId: string) => void;
  readonly onSignOut: () => void;
}) {
  const { name, acting, assignments } = useMe();
  return (
    <header className="bar">
      <a className="hidden-text" href="#page">
        跳到正文
      </a>
      <Link href="/" className="name">
        市场采购贸易登记平台
      </Link>
      {acting && isReading(acting.role) && <AnyNumber />}
      <div className="who">
        {assignments.length > 1 ? (
          <label>
            <span className="hidden-text">岗位</span>
            <select value={acting?.assignmentId ?? ''} onChange={({ target }) => onChoose(target.value)}>
              {assignments.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.districtName} · {one.roleName}
                </option>
              ))}
            </select>
          </label>
        ) : (
          acting && (
            <span>
              {acting.districtName} · {acting.roleName}
            </span>
          )
        )}
        <span>{acting?.entity?.name ?? name}</span>
        <button type="button" className="link" onClick={onSignOut}>
          退出
        </button>
      </div>
    </header>
  );
}

function Menu({ screens: mine }: { readonly screens: readonly Screen[] }) {
  const [location, navigate] = useLocation();
  const work = useRead('GET /v1/work', {}, { every: 30_000 });
  const counts = new Map(work.data?.body.items.map((item) => [item.queue, item]) ?? []);
  const entries = mine.filter(({ section }) => section !== undefined);
  useKeys([
    {
      keys: ['g'],
      says: '到下一个菜单项',
      does: (event) => {
        if (isTyping(event)) return;
        const at = entries.findIndex(({ path }) => path === location);
        navigate(entries[(at + 1) % entries.length]?.path ?? '/');
      },
    },
  ]);
  return (
    <nav className="menu" aria-label="菜单">
      {SECTIONS.map((section) => {
        const own = entries.filter((entry) => entry.section === section);
        return (
          own.length > 0 && (
            <section key={section} aria-label={section}>
              <h2>{section}</h2>
              <ul>
                {own.map(({ path, title, queue }) => {
                  const waiting = queue === undefined ? undefined : counts.get(queue);
                  return (
                    <li key={path}>
                      <Link href={path} aria-current={location === path ? 'page' : undefined}>
                        <span>{title}</span>
                        {waiting && waiting.count > 0 && (
                          <span className={waiting.overdue > 0 ? 'count late' : 'count'}>
                            {waiting.count}
                            <span className="hidden-text">
                              件待办{waiting.overdue > 0 && `，${waiting.overdue} 件逾期`}
                            </span>
                          </span>
                        )}
                      </Link>
                    </li>
                  );
                })}
              </ul>
            </section>
          )
        );
      })}
    </nav>
  );
}
