import { Page } from '../kit/page.tsx';
import { NoticeList } from './notice-list.tsx';

/** All that one was told, the newest first. */
export default function Notices() {
  return (
    <Page title="站内通知">
      <div className="card">
        <NoticeList limit={50} />
      </div>
    </Page>
  );
}
