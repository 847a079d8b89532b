import type { Analysis } from '../api/analyses';

const faces: Record<Analysis['health'], [string, string, string]> = {
  ok: ['good', '✓', 'ok'],
  warning: ['warn', '!', 'warning'],
  bad: ['bad', '✕', 'bad'],
  unknown: ['', '?', 'unknown'],
};

export function Health({ of, reason }: { of: Analysis['health']; reason?: string | undefined }) {
  const [style, sign, word] = faces[of] ?? faces.unknown;
  return (
    <div class="health">
      <span class={`tag ${style}`}><span aria-hidden="true">{sign}</span> {word}</span>
      {reason && <div class="muted small">{reason}</div>}
    </div>
  );
}
