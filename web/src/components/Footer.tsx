import { useContext } from 'preact/hooks';
import { health, type Engine } from '../api/views';
import { rights, SessionContext } from '../session';
import { useAnswer } from '../useAnswer';

const sentence = (engine: Engine | string): string => (typeof engine === 'string' ? engine : engine.text);

export function Footer() {
  const session = useContext(SessionContext);
  const state = useAnswer('health', health, true);
  return (
    <footer>
      <span>{rights(session)}</span>
      {state.data && <span>Engine: {sentence(state.data.engine)}</span>}
      {state.data && <span>XOM {state.data.program_version}</span>}
      <span>Times are UTC; hover for yours.</span>
    </footer>
  );
}
