// A program of its own, for jest cannot load eslint's configuration, an ES module.
// stdin: [{ filePath, code }] — stdout: for each, the messages as [line, rule].
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';

const eslint = new ESLint();
const answers = [];
for (const { filePath, code } of JSON.parse(await text(process.stdin))) {
  const [result] = await eslint.lintText(code, { filePath });
  answers.push(result.messages.map(({ line, ruleId, message }) => [line, ruleId ?? message]));
}
process.stdout.write(JSON.stringify(answers));
