// A field for a recipe: numbered lines, and the one with the mistake marked.
import { useEffect, useRef, useState } from 'preact/hooks';

const lineHeight = 18; // [px], as in pages.css
const padding = 12;

interface Props {
  value: string;
  mistake: number | null;
  onChange: (text: string) => void;
  onKey: (event: KeyboardEvent) => void;
}

export function Editor({ value, mistake, onChange, onKey }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [top, setTop] = useState(0);
  const lines = value.split('\n').length;
  useEffect(() => {
    const area = field.current!;
    const y = padding + ((mistake ?? 1) - 1) * lineHeight;
    if (mistake !== null && (y < area.scrollTop || y > area.scrollTop + area.clientHeight - lineHeight)) area.scrollTop = Math.max(0, y - area.clientHeight / 2);
  }, [mistake]);
  return (
    <div class="editorplace mono">
      <div class="linenumbers" aria-hidden="true">
        <div style={{ transform: `translateY(${-top}px)` }}>
          {Array.from({ length: lines }, (_, i) => <div key={i} class={i + 1 === mistake ? 'mistake' : ''}>{i + 1}</div>)}
        </div>
      </div>
      <div class="editorbody">
        {mistake !== null && <div class="mistakeline" style={{ top: `${padding + (mistake - 1) * lineHeight - top}px` }} />}
        <textarea
          ref={field} class="editor mono" spellcheck={false} wrap="off" aria-label="Recipe in TOML" value={value}
          aria-invalid={mistake !== null} aria-describedby={mistake !== null ? 'mistake' : undefined}
          onInput={(event) => onChange(event.currentTarget.value)} onKeyDown={onKey} onScroll={(event) => setTop(event.currentTarget.scrollTop)}
        />
      </div>
    </div>
  );
}
