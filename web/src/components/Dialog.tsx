import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** A modal dialog: Esc, or a click beside it, closes. Of one already taken away, nothing more is heard. */
export function Dialog({ label, onClose, children }: { label: string; onClose: () => void; children: ComponentChildren }) {
  const ref = useRef<HTMLDialogElement>(null);
  const latest = useRef(onClose);
  latest.current = onClose;
  // Before the next key comes: it is typed into the dialog.
  useLayoutEffect(() => {
    const dialog = ref.current!;
    // Esc is answered at once; the browser tells of a closed dialog only later, when the next may be open.
    const escape = (event: Event): void => { event.preventDefault(); latest.current(); };
    const closed = (): void => latest.current();
    dialog.addEventListener('cancel', escape);
    dialog.addEventListener('close', closed);
    dialog.showModal();
    return () => {
      dialog.removeEventListener('cancel', escape);
      dialog.removeEventListener('close', closed);
      dialog.close();
    };
  }, []);
  return (
    <dialog ref={ref} aria-label={label} onClick={(event) => event.target === ref.current && onClose()}>
      {children}
    </dialog>
  );
}
