import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { SetupError } from './say.mjs';

const SHOWN_LINES = 20;
const EXECUTABLE_SUFFIXES = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : [''];

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * @param {string} name
 * @returns {string | undefined} the absolute path of a program on PATH
 */
export function onPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  return folders
    .flatMap((folder) => EXECUTABLE_SUFFIXES.map((suffix) => join(folder, name + suffix)))
    .find((candidate) => isExecutable(candidate));
}

/**
 * Runs a program to its end, quietly: its output is shown only when it fails.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, signal?: AbortSignal }} [options] `env` is added to this process's own;
 *   `signal` ends it
 * @returns {Promise<string>} what it printed, both streams
 * @throws {SetupError} with the last lines it printed
 */
export function run(program, args, { cwd, env, signal } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = ['ignore', 'pipe', 'pipe'];
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio, signal });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', (error) => {
      const why = signal?.aborted ? 'took too long' : `could not be started: ${error.message}`;
      reject(new SetupError(`${program} ${why}`));
    });
    child.on('close', (code, endedBy) => {
      if (code === 0) return resolve(output);
      const tail = output.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n');
      reject(new SetupError(`${program} ${args.join(' ')} ended with ${endedBy ?? code}:\n${tail}`));
    });
  });
}
