import { cpSync, existsSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder, makeOnce, withLock } from './cache.mjs';
import { isExecutable, onPath, run } from './run.mjs';
import { SetupError, step } from './say.mjs';

/** The server that production runs, and the same version as the dev server's. */
const MODULE = 'go.temporal.io/server';
const VERSION = 'v1.29.1';
/** Where Debian keeps PostgreSQL: the newest of the installed versions is taken. */
const DEBIAN = '/usr/lib/postgresql';

/**
 * What a Temporal server on PostgreSQL is made of, for tests of what only a server in production does. Nothing needs a
 * container or a running database: whoever starts it makes a database of its own.
 *
 * @returns {Promise<{ postgres: string, server: string, sqlTool: string, schema: string }>} PostgreSQL's folder of programs,
 *   Temporal's server, its schema tool, and the folder of the schema's versions
 * @throws {SetupError} where PostgreSQL is not installed, or the server could not be built
 */
export async function findPostgresServer() {
  const postgres = findPostgres();
  const folder = join(cacheFolder(), `server-${VERSION}`);
  const found = {
    postgres,
    server: join(folder, 'server'),
    sqlTool: join(folder, 'sql'),
    schema: join(folder, 'schema'),
  };
  const ready = () => isExecutable(found.server) && isExecutable(found.sqlTool) && existsSync(found.schema);
  if (!ready()) await withLock('postgres-server', async () => ready() || build(folder));
  return found;
}

/** `pg_ctl` is seldom on PATH: distributions keep it beside the server. */
function findPostgres() {
  const named = process.env.POSTGRES_BIN;
  if (named) {
    if (isExecutable(join(named, 'postgres'))) return named;
    throw new SetupError(`POSTGRES_BIN is ${named}, where there is no postgres: correct it or unset it.`);
  }
  const onItsOwn = onPath('postgres');
  if (onItsOwn !== undefined) return dirname(realpathSync(onItsOwn));
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).filter((name) => /^\d+$/.test(name)) : [];
  const newest = versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN, version, 'bin'))
    .find((folder) => isExecutable(join(folder, 'postgres')));
  if (newest !== undefined) return newest;
  throw new SetupError('PostgreSQL is not installed: apt-get install postgresql, or set POSTGRES_BIN to its programs.');
}

async function build(folder) {
  const go = onPath('go');
  if (go === undefined) throw new SetupError('Go is not installed, so the Temporal server cannot be built.');
  const programs = [`${MODULE}/cmd/server@${VERSION}`, `${MODULE}/cmd/tools/sql@${VERSION}`];
  await step(`building the Temporal server for PostgreSQL once, into ${folder} (about 2 minutes)`, () =>
    makeOnce(folder, async (scratch) => {
      const made = join(scratch, 'server');
      mkdirSync(made);
      // GOFLAGS of the user's own projects (-mod=vendor) would break this build; cgo would ask for a C compiler.
      await run(go, ['install', ...programs], { cwd: scratch, env: { GOBIN: made, GOFLAGS: '', CGO_ENABLED: '0' } });
      const modules = (await run(go, ['env', 'GOMODCACHE'], { cwd: scratch })).trim();
      cpSync(join(modules, `${MODULE}@${VERSION}`, 'schema/postgresql/v12'), join(made, 'schema'), { recursive: true });
      return made;
    }),
  );
}
