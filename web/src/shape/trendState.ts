// The state of the trends page, read from its address. Pure.
import type { AxisMode } from './runAxis';
import type { YScale } from './yRange';

export interface TrendState {
  v: string[];
  from: number | null;
  to: number | null;
  x: AxisMode;
  y: YScale;
  view: 'trend' | 'compare';
  shade: string;
  drag: 'zoom' | 'select';
  errors: boolean;
  band: boolean;
  limits: boolean;
  together: boolean;
  selection: [number, number] | null;
}

const whole = (text: string | null): number | null => (text && /^\d+$/.test(text) ? Number(text) : null);

export function trendState(query: URLSearchParams): TrendState {
  const x = query.get('x');
  const y = query.get('y');
  const [, low, high] = /^(\d+)\.\.(\d+)$/.exec(query.get('sel') ?? '') ?? [];
  return {
    v: query.getAll('v').filter(Boolean),
    from: whole(query.get('from')),
    to: whole(query.get('to')),
    x: x === 'livetime' || x === 'time' ? x : 'steps',
    y: y === 'robust' || y === 'log' ? y : 'all',
    view: query.get('view') === 'compare' ? 'compare' : 'trend',
    shade: query.get('shade') ?? '',
    drag: query.get('drag') === 'select' ? 'select' : 'zoom',
    errors: query.get('errors') !== '0',
    band: query.get('band') !== '0',
    limits: query.get('limits') !== '0',
    together: query.get('together') === '1',
    selection: low && high ? [Number(low), Number(high)] : null,
  };
}
