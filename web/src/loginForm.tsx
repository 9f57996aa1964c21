import { type SubmitEvent, useState } from 'react';

import { Failure, login, type Viewer } from './api';

interface Props {
  /** Why the form is shown, if there is something to say. */
  word: string | null;
  onLogin(viewer: Viewer): void;
}

/** Asks for an API key, which goes to the service and is kept nowhere in the page. */
export function LoginForm({ word, onLogin }: Props) {
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    setIsBusy(true);
    setFailure(null);
    try {
      onLogin(await login(String(new FormData(form).get('key')).trim()));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      setFailure(error.message);
      form.reset();
      form.querySelector('input')?.focus();
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <main className="login">
      <form onSubmit={submit}>
        <h1>Feedback</h1>
        {word && !failure && <p role="status">{word}</p>}
        <label htmlFor="key">Admin API key</label>
        <input
          id="key"
          name="key"
          type="password"
          autoComplete="current-password"
          spellCheck={false}
          required
          autoFocus
          aria-invalid={failure !== null}
          aria-describedby={failure ? 'failure hint' : 'hint'}
        />
        {failure && <p id="failure" className="failure" role="alert">{failure}</p>}
        <button type="submit" disabled={isBusy}>{isBusy ? 'Logging in…' : 'Log in'}</button>
        <p id="hint" className="hint">
          The service printed one at its first start, unless its setting <code>API_KEY</code> has another.
        </p>
      </form>
    </main>
  );
}
