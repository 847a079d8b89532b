// A sentence at the foot of the page for some seconds, or until the next.
import { useEffect, useState } from 'preact/hooks';

interface Said {
  words: string;
  stays: boolean;
}

let show: (said: Said) => void = () => {};

export function toast(words: string, until: 'passes' | 'stays' = 'passes'): void {
  show({ words, stays: until === 'stays' });
}

export function Toasts() {
  const [said, setSaid] = useState<Said>({ words: '', stays: false });
  const { words } = said;
  show = setSaid;
  useEffect(() => {
    if (!words || said.stays) return;
    const timer = setTimeout(() => setSaid({ words: '', stays: false }), 5000);
    return () => clearTimeout(timer);
  }, [said]);
  return <div role="status" aria-live="polite">{words && <div class="toast">{words}</div>}</div>;
}

export async function copy(words: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(words);
    toast('Copied.');
  } catch {
    toast('The browser does not allow copying here: mark the text and copy it by hand.');
  }
}
