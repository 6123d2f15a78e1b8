import { Dialog as Aria, Modal as Box, Heading, ModalOverlay } from 'react-aria-components';
import type { DialogProps } from './dialog.tsx';

export default function Modal({ title, onClose, children }: DialogProps) {
  return (
    <ModalOverlay
      isOpen
      className="veil"
      isKeyboardDismissDisabled={!onClose}
      isDismissable={false}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose?.();
      }}
    >
      <Box className="dialog">
        <Aria aria-label={title}>
          <div className="row">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            {onClose && (
              <button type="button" className="button text push" onClick={onClose}>
                关闭
              </button>
            )}
          </div>
          <div className="stack">{children}</div>
        </Aria>
      </Box>
    </ModalOverlay>
  );
}
