// A canvas that is as wide as its place, sharp on every screen, and drawn anew when size, colours or data change.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useThemeTurn } from '../theme';

export type Draw = (ctx: CanvasRenderingContext2D, width: number, height: number) => void;

interface Props {
  height: number;
  draw: Draw;
  /** What a screen reader says. */
  label: string;
  class?: string;
  tabIndex?: number;
  onPointer?: (kind: 'move' | 'down' | 'up' | 'leave', x: number, y: number, event: PointerEvent, width: number) => void;
  onKey?: (event: KeyboardEvent) => void;
  onBlur?: () => void;
  children?: ComponentChildren;
}

export function Canvas(props: Props) {
  const { height, draw, label } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const turn = useThemeTurn();

  useEffect(() => {
    const place = canvas.current!.parentElement!;
    const observer = new ResizeObserver(() => setWidth(place.clientWidth));
    observer.observe(place);
    setWidth(place.clientWidth);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = canvas.current!;
    if (width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
    const ctx = element.getContext('2d')!;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, width, height);
    draw(ctx, width, height);
  }, [draw, width, height, turn]);

  const pointer = (kind: 'move' | 'down' | 'up' | 'leave') =>
    props.onPointer &&
    ((event: PointerEvent): void => {
      const box = canvas.current!.getBoundingClientRect();
      props.onPointer?.(kind, event.clientX - box.left, event.clientY - box.top, event, width);
    });
  return (
    <div class={props.class ? `plot ${props.class}` : 'plot'}>
      <canvas
        ref={canvas} role={props.onKey ? 'application' : 'img'} aria-label={label} tabIndex={props.tabIndex}
        style={{ height: `${height}px`, touchAction: props.onPointer ? 'pan-y' : 'auto' }}
        onPointerMove={pointer('move')} onPointerDown={pointer('down')} onPointerUp={pointer('up')} onPointerLeave={pointer('leave')}
        onKeyDown={props.onKey} onBlur={props.onBlur}
      />
      {props.children}
    </div>
  );
}
