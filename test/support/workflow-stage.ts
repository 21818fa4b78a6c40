import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import type { WorkerOptions, WorkflowBundleWithSourceMap } from '@temporalio/worker';
import type { Activities } from '../../activities';
import type { SendRequest } from '../../activities/send-request';
import type { Sent } from '../../domain/outcome';
import type { Say } from '../../domain/say';
import { LONG_TURNS } from '../../workers/workers';
import { startTimeSkipping } from './servers';

type Fakes = { -readonly [K in keyof Activities]: Activities[K] };

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;
const bundleOnce = () =>
  (bundle ??= bundleWorkflowCode({
    workflowsPath: require.resolve('../../workflows'),
    logger: new DefaultLogger('WARN'),
  }));

/** A time-skipping server with a worker on it and an outside world that does as it is told. */
export interface Stage {
  readonly env: TestWorkflowEnvironment;
  /** Everything said, in order. */
  readonly said: SendRequest[];
  /** What was signalled to conversations and lines through activities. */
  readonly signalled: { readonly signal: string; readonly argument?: unknown }[];
  /** Runs with a worker whose activities are the defaults but for `changes`, and which works as `options` say. */
  perform<T>(
    changes: Partial<Fakes>,
    play: (taskQueue: string) => Promise<T>,
    options?: Pick<WorkerOptions, 'maxCachedWorkflows'>,
  ): Promise<T>;
}

let scenes = 0;

/** `start`: the server to play on, where time plays no part. */
export async function createStage(defaults: Activities, start = startTimeSkipping): Promise<Stage> {
  const env = await start();
  const said: SendRequest[] = [];
  const signalled: Stage['signalled'] = [];
  return {
    env,
    said,
    signalled,
    async perform(changes, play, options) {
      said.length = 0;
      signalled.length = 0;
      const acting = { ...defaults, ...changes };
      const taskQueue = `scene-${String((scenes += 1))}`;
      const worker = await Worker.create({
        connection: env.nativeConnection,
        ...LONG_TURNS,
        ...options,
        taskQueue,
        workflowBundle: await bundleOnce(),
        activities: {
          ...acting,
          sendMessage: (request: SendRequest) => {
            said.push(request);
            return acting.sendMessage(request);
          },
          tellConversation: (request: Parameters<Activities['tellConversation']>[0]) => {
            signalled.push(request);
            return acting.tellConversation(request);
          },
          tellLine: (request: Parameters<Activities['tellLine']>[0]) => {
            signalled.push(request);
            return acting.tellLine(request);
          },
        },
      });
      return worker.runUntil(play(taskQueue));
    },
  };
}

/** What was said, without the rest of the request. */
export const wordsOf = (stage: Stage): readonly Say[] => stage.said.map((request) => request.say);

/** The notices' outcomes, in the order told. */
export const outcomesOf = (stage: Stage): readonly string[] =>
  wordsOf(stage).flatMap((say) => (say.say === 'notice' ? [say.notice.outcome] : []));

export const sent: Sent = { result: 'sent', messageId: 'wamid.test', by: 'message' };
