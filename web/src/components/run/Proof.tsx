// What a number was made of, and how to make it again.
import type { RunAnalysis } from '../../api/runs';
import type { Proof as Data } from '../../api/tasks';
import { bytes, count } from '../../format/number';
import { duration } from '../../format/time';
import { Time } from '../Time';
import { copy } from '../toast';

export function Proof({ of, proof }: { of: RunAnalysis; proof: Data }) {
  const command = Array.isArray(proof.command) ? proof.command.join(' ') : proof.command;
  const facts: [string, preact.ComponentChildren][] = [
    ['Definition', <code>{proof.definition_hash}</code>],
    ['Program', `XOM ${proof.program_version}`],
    ['Host', proof.host],
    ['Started', <Time ns={proof.started_ns} seconds />],
    ['Took', duration(proof.duration_ns / 1e9)],
  ];
  if (proof.container) facts.push(['Container', <code>{proof.container}</code>]);
  if (proof.image) facts.push(['Image', <code>{proof.image}</code>]);
  if (command) facts.push(['Command', <code>{command}</code>]);
  const { attempt } = of;
  if (attempt) {
    const ending = attempt.signal !== undefined ? `signal ${attempt.signal}` : attempt.exit_code !== undefined ? `exit code ${attempt.exit_code}` : '';
    facts.push(['Attempt', [`${attempt.number}, ${attempt.executor}`, attempt.outcome ?? attempt.state, ending].filter(Boolean).join(', ')]);
  }
  return (
    <>
      <dl class="proof">{facts.map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>])}</dl>
      {proof.inputs && proof.inputs.length > 0 && (
        <div class="scroll" tabIndex={0} role="region" aria-label="Inputs">
          <table class="inputs">
            <thead><tr><th>Input</th><th>Lineage hash</th><th class="number">Rows</th><th class="number">Size</th></tr></thead>
            <tbody>
              {proof.inputs.map((input) => (
                <tr key={input.run + input.type}>
                  <td>{input.type}</td>
                  <td class="nowrap"><code>{input.hash ?? '–'}</code>{input.hash_checked && <span class="good" title="The data's metadata carry this hash"> ✓</span>}</td>
                  <td class="number">{count(input.rows)}</td>
                  <td class="number">{bytes(input.bytes)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {of.repeat && (
        <div class="repeat">
          <code>{of.repeat}</code>
          <button onClick={() => copy(of.repeat!)} aria-label="Copy the command that repeats it">Copy</button>
        </div>
      )}
    </>
  );
}
