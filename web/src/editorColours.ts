import { useMonaco } from '@graphiql/react';
import { useEffect } from 'react';

const CLEAR = '#ffffff00';

/** GraphiQL's two themes, with comments and line numbers that stand out enough to be read by everyone. */
export function useReadableEditors(): void {
  const monaco = useMonaco((state) => state.monaco);
  useEffect(() => {
    monaco?.editor.defineTheme('graphiql-LIGHT', {
      base: 'vs',
      inherit: true,
      rules: [
        { token: 'comment', foreground: '#3d6b2c' },
        { token: 'number', foreground: '#076543' },
        { token: 'argument.identifier.gql', foreground: '#5a57b8' },
      ],
      colors: colours({ back: '#ffffff', dim: '#535d6f', accent: '#a8046f' }),
    });
    monaco?.editor.defineTheme('graphiql-DARK', {
      base: 'vs-dark',
      inherit: true,
      rules: [
        { token: 'comment', foreground: '#94c282' },
        { token: 'argument.identifier.gql', foreground: '#b9a3ff' },
      ],
      colors: colours({ back: '#212a3b', dim: '#b1bacb', accent: '#ff86b3' }),
    });
  }, [monaco]);
}

function colours({ back, dim, accent }: { back: string; dim: string; accent: string }): Record<string, string> {
  return {
    'editor.background': CLEAR,
    'scrollbar.shadow': CLEAR,
    'editorLineNumber.foreground': dim,
    'editorHoverWidget.background': back,
    'editorSuggestWidget.background': back,
    'editorWidget.background': back,
    'menu.background': back,
    'quickInput.background': back,
    'textLink.foreground': accent,
    'textLink.activeForeground': accent,
    focusBorder: accent,
  };
}
