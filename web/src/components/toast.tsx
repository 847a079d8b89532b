// A sentence at the foot of the page for some seconds.
import { useEffect, useState } from 'preact/hooks';

let show: (words: string) => void = () => {};

export function toast(words: string): void {
  show(words);
}

export function Toasts() {
  const [words, setWords] = useState('');
  show = setWords;
  useEffect(() => {
    if (!words) return;
    const timer = setTimeout(() => setWords(''), 5000);
    return () => clearTimeout(timer);
  }, [words]);
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
