/** What a program needs of the machine that it runs on: where things are, the language, Node's own settings. */
const GOES_ALONG = new RegExp(
  `^(${[
    'PATH|HOME|USER|LOGNAME|SHELL|TMPDIR|TEMP|TMP|TZ|LANG|LC_\\w+|LD_LIBRARY_PATH|NODE_\\w+',
    // Windows.
    'PATHEXT|COMSPEC|SYSTEMROOT|SYSTEMDRIVE|USERPROFILE|APPDATA|LOCALAPPDATA',
  ].join('|')})$`,
  'i',
);

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What of a shell's environment the sandbox's programs are given. Not the rest: a developer's shell may name a real Temporal
 * Cloud, a key to it or a token, and the product would read them.
 */
export const ownEnvironment = (shell: Environment): Environment =>
  Object.fromEntries(Object.entries(shell).filter(([name]) => GOES_ALONG.test(name)));
