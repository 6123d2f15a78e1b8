import { Component, type ReactNode } from 'react';
import { Note } from '../kit/note.tsx';

/** Holds a fault of one page, so that bar and menu stay. A page that was replaced by a release is fetched anew. */
export class Mishap extends Component<
  { readonly place: string; readonly children: ReactNode },
  { readonly failed: boolean }
> {
  override readonly state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  /** Another page is not to blame. */
  override componentDidUpdate({ place }: { readonly place: string }) {
    if (this.state.failed && place !== this.props.place) this.setState({ failed: false });
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <Note tone="bad" title="页面出了故障">
        <button type="button" className="button" onClick={() => location.reload()}>
          重新打开
        </button>
      </Note>
    );
  }
}
