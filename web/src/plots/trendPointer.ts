// What mouse and finger do in a trend. uPlot drags with a mouse itself; a finger taps to read, taps again to open, swipes for a range.
import type uPlot from 'uplot';

export interface Hands {
  /** The run under the cursor, and the one that is being read. */
  under: () => number | null;
  read: () => number | null;
  onRead: (run: number | null) => void;
  onOpen: (run: number) => void;
  onReset: () => void;
}

const stillMouse = 4;
const stillFinger = 10;

export function followPointer(u: uPlot, hands: Hands): void {
  const { over } = u;
  let pressed = 0;
  let readBefore: number | null = null;
  let finger = false;
  let swiped = false;
  const left = (event: PointerEvent): number => Math.min(over.clientWidth, Math.max(0, event.clientX - over.getBoundingClientRect().left));
  const select = (event: PointerEvent, done: boolean): void => {
    const [a, b] = [pressed - over.getBoundingClientRect().left, left(event)];
    u.setSelect({ left: Math.min(a, b), width: Math.abs(b - a), top: 0, height: over.clientHeight }, done);
  };
  const forget = (): void => {
    if (swiped) u.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
    swiped = false;
  };
  over.style.touchAction = 'pan-y';
  over.addEventListener('pointerdown', (event) => {
    pressed = event.clientX;
    finger = event.pointerType === 'touch';
    swiped = false;
    readBefore = hands.read();
  });
  over.addEventListener('pointermove', (event) => {
    if (!finger || event.pointerType !== 'touch' || (!swiped && Math.abs(event.clientX - pressed) < stillFinger)) return;
    swiped = true;
    select(event, false);
  });
  over.addEventListener('pointerup', (event) => {
    if (finger && swiped) select(event, true);
    swiped = false;
  });
  over.addEventListener('pointercancel', forget);
  over.addEventListener('click', (event) => {
    const run = hands.under();
    if (run === null || Math.abs(event.clientX - pressed) >= (finger ? stillFinger : stillMouse)) return;
    if (finger && run !== readBefore) hands.onRead(run);
    else hands.onOpen(run);
  });
  over.addEventListener('dblclick', () => hands.onReset());
  over.addEventListener('mouseleave', () => hands.onRead(null));
}
