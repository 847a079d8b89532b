// What fails while it is drawn fails alone: its place says so, and the rest of the page goes on.
import { Component, type ComponentChildren } from 'preact';

interface Props {
  /** Which part of the page, in words: "This page". */
  what: string;
  /** When it changes, the part is tried again. */
  of?: unknown;
  children: ComponentChildren;
}
interface State {
  error: Error | null;
  of: unknown;
}

export class Guard extends Component<Props, State> {
  override state: State = { error: null, of: undefined };

  static override getDerivedStateFromProps(props: Props, state: State): State | null {
    return state.error && props.of !== state.of ? { error: null, of: props.of } : null;
  }
  override componentDidCatch(error: Error): void {
    console.error(error);
    this.setState({ error, of: this.props.of });
  }
  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <div class="notice bad" role="alert">
        <div>
          <b>{this.props.what} cannot be shown</b>
          <pre>{error.message}</pre>
          <div class="muted">A mistake of the program, not of the data. The rest of the page goes on.</div>
        </div>
        <span class="fill" />
        <button onClick={() => this.setState({ error: null })}>Try again</button>
      </div>
    );
  }
}
