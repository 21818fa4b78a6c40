// A process of its own: the SDK's native runtime can't be unloaded, and the setup must run before it is installed.
const { TestWorkflowEnvironment } = require('@temporalio/testing');

const [kind, downloadDir] = process.argv.slice(2);
const options = { server: { executable: { type: 'cached-download', downloadDir } } };
const started =
  kind === 'time-skipping'
    ? TestWorkflowEnvironment.createTimeSkipping(options)
    : TestWorkflowEnvironment.createLocal(options);

started
  .then((environment) => environment.teardown())
  .catch((error) => {
    console.error(String(error));
    process.exitCode = 1;
  });
