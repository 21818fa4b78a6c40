import { createCheckPayment, createWatchPayment } from './check-payment';
import { createTellConversation } from './conversations';
import type { Deps } from './deps';
import { createIssuePayment } from './issue-payment';
import { createReadTemplates, createTellLine } from './lines';
import { createOpenCommand } from './open-command';
import { createRecordPayment } from './record-payment';
import { createResolveSeller } from './resolve-seller';
import { createSendMessage } from './send-message';

/** Every side effect that workflows know, by name. */
export const createActivities = (deps: Deps) => ({
  openCommand: createOpenCommand(deps),
  resolveSeller: createResolveSeller(deps),
  issuePayment: createIssuePayment(deps),
  recordPayment: createRecordPayment(deps),
  checkPayment: createCheckPayment(deps),
  watchPayment: createWatchPayment(deps),
  sendMessage: createSendMessage(deps),
  tellConversation: createTellConversation(deps),
  tellLine: createTellLine(deps),
  readTemplates: createReadTemplates(deps),
});

export type Activities = ReturnType<typeof createActivities>;
