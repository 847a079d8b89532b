import { useState } from 'preact/hooks';
import type { ApiError } from '../api/http';
import { login } from '../api/views';
import { go } from '../router';

export function Login({ onDone }: { onDone: () => void }) {
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const field = (event.currentTarget as HTMLFormElement).elements.namedItem('password') as HTMLInputElement;
    const form = new FormData(event.currentTarget as HTMLFormElement);
    setBusy(true);
    setError(null);
    try {
      await login(String(form.get('name')), String(form.get('password')));
      onDone();
      if (location.pathname === '/login') go('/', 'replace');
    } catch (failure) {
      setError(failure as ApiError);
      field.focus();
      field.select();
    }
    setBusy(false);
  };

  return (
    <form class="card login" onSubmit={submit}>
      <header>
        <h1>Log in</h1>
      </header>
      <div class="body">
        <label>
          Name
          <input name="name" autocomplete="username" required autofocus />
        </label>
        <label>
          Password
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        {error && <p class="bad" role="alert">{error.message}</p>}
        <button class="primary" aria-disabled={busy}>{busy ? 'One moment' : 'Log in'}</button>
        <p class="muted">Accounts are made by the operator: <code>xom user add NAME --role shifter</code>.</p>
      </div>
    </form>
  );
}
