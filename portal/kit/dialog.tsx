import { lazy, type ReactNode, Suspense } from 'react';

export interface DialogProps {
  readonly title: string;
  /** Absent where it stays until what it asks for is done. */
  readonly onClose?: () => void;
  readonly children: ReactNode;
}

const Modal = lazy(() => import('./modal.tsx'));

/** Asks or tells something before the page goes on; focus stays within and returns. */
export const Dialog = (props: DialogProps) => (
  <Suspense>
    <Modal {...props} />
  </Suspense>
);
