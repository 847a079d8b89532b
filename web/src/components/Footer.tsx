import { useContext } from 'preact/hooks';
import { health } from '../api/views';
import { rights, SessionContext } from '../session';
import { useAnswer } from '../useAnswer';

export function Footer() {
  const session = useContext(SessionContext);
  // Who is logged in is told more.
  const { data } = useAnswer(`health ${session.role} ${session.user ?? ''}`, health, true);
  return (
    <footer>
      {rights(session) && <span>{rights(session)}</span>}
      {data?.writable === false && <span class="bad">The store cannot be written: look only.</span>}
      {data?.engine && <span class="sentence">{data.engine.text}</span>}
      {data?.program_version && <span>XOM {data.program_version}</span>}
      <span>Times are UTC<span class="bymouse">; hover for yours</span>.</span>
    </footer>
  );
}
