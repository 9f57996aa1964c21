import { lazy, Suspense, useEffect, useState } from 'react';

import { Failure, logout, viewer, type Viewer } from './api';
import { LoginForm } from './loginForm';

// The editors are most of the page's weight, and of no use before the login.
const Workbench = lazy(() => import('./workbench'));

type State =
  | { is: 'asking' }
  | { is: 'out'; word: string | null }
  | { is: 'in'; viewer: Viewer };

const LOGIN_ENDED = 'Your login has ended. Please log in again; your tabs are still there.';

/** The whole page: a login form, or the workbench of who is logged in. */
export function Page() {
  const [state, setState] = useState<State>({ is: 'asking' });

  useEffect(() => {
    viewer().then(
      (who) => setState(who ? { is: 'in', viewer: who } : { is: 'out', word: null }),
      (error: unknown) => setState({ is: 'out', word: inWords(error) }),
    );
  }, []);

  async function leave() {
    try {
      await logout();
    } catch (error) {
      return inWords(error);
    }
    // Nothing of what was asked stays behind in this browser.
    sessionStorage.clear();
    setState({ is: 'out', word: 'You are logged out.' });
    return null;
  }

  if (state.is === 'asking') return <Waiting />;
  if (state.is === 'out') {
    return <LoginForm word={state.word} onLogin={(who) => setState({ is: 'in', viewer: who })} />;
  }
  return (
    <Suspense fallback={<Waiting />}>
      <Workbench
        viewer={state.viewer}
        onLogout={leave}
        onLoginEnded={() => setState({ is: 'out', word: LOGIN_ENDED })}
      />
    </Suspense>
  );
}

function Waiting() {
  return (
    <main className="waiting" aria-busy="true">
      <h1 className="for-readers">Feedback</h1>
      <p>Loading…</p>
    </main>
  );
}

function inWords(error: unknown): string {
  if (error instanceof Failure) return error.message;
  throw error;
}
