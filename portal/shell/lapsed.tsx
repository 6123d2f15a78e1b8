import { Dialog } from '../kit/dialog.tsx';

/** The sign-in has ended while a page is open: nothing that was typed is lost, and the request goes on afterwards. */
export function Lapsed({ onSignIn }: { readonly onSignIn: () => void }) {
  return (
    <Dialog title="登录已过期">
      <p>已填写的内容都还在。请在小窗口中重新登录，登录后自动继续。</p>
      <div className="row">
        <button type="button" className="button primary" onClick={onSignIn}>
          重新登录
        </button>
      </div>
    </Dialog>
  );
}
