import { readFileSync } from 'node:fs';
import { ConfigurationError } from './configuration-error';

/**
 * @param variable what names the file, so that the message can say it
 * @throws {@link ConfigurationError} where the file can't be read or is not JSON
 */
export function readJsonFile(file: string, variable: string): unknown {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigurationError([{ where: variable, what: `names ${file}, which can't be read: ${String(error)}` }]);
  }
  try {
    return JSON.parse(content) as unknown;
  } catch (error) {
    throw new ConfigurationError([{ where: variable, what: `names ${file}, which is not JSON: ${String(error)}` }]);
  }
}
