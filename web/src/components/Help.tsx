import { shortcuts } from '../keyboard';
import { states } from '../format/states';
import { Dialog } from './Dialog';
import { StateMark } from './StateMark';

export function Help({ onClose }: { onClose: () => void }) {
  return (
    <Dialog label="Help" onClose={onClose}>
      <h2>Keyboard</h2>
      <div class="body keys">
        {shortcuts.map(({ keys, what }) => [
          <span class="nowrap" key={what}>{keys.map((key) => <><kbd key={key}>{key}</kbd> </>)}</span>,
          <span key={`${what} words`}>{what}</span>,
        ])}
      </div>
      <h2>States</h2>
      <div class="body keys">
        {states.map((s) => [<StateMark key={s.key} state={s.key} />, <span class="muted" key={`${s.key} words`}>{s.meaning}</span>])}
      </div>
    </Dialog>
  );
}
