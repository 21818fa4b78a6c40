import { createCancelLink } from './cancel-link';
import { createCheckPayment, createWatchPayment } from './check-payment';
import { createChatsJustRead, createCountAnswer, createTellConversation } from './conversations';
import { createDayTotals } from './day-totals';
import type { Deps } from './deps';
import { createIssuePayment } from './issue-payment';
import { createListLinks } from './list-links';
import { createReadTemplates, createTellLine } from './lines';
import { createOpenCommand } from './open-command';
import { createRecordPayment } from './record-payment';
import { createReissuePayment } from './reissue-payment';
import { createRequestToPay } from './request-to-pay';
import { createReservePayer } from './reserve-payer';
import { createResolveSeller } from './resolve-seller';
import { createSendMessage } from './send-message';

/** Every side effect that workflows know, by name. */
export const createActivities = (deps: Deps) => {
  const justRead = createChatsJustRead();
  return {
    openCommand: createOpenCommand(deps, justRead),
    resolveSeller: createResolveSeller(deps),
    issuePayment: createIssuePayment(deps),
    reissuePayment: createReissuePayment(deps),
    reservePayer: createReservePayer(deps),
    requestToPay: createRequestToPay(deps),
    recordPayment: createRecordPayment(deps),
    checkPayment: createCheckPayment(deps),
    watchPayment: createWatchPayment(deps),
    sendMessage: createSendMessage(deps, justRead),
    tellConversation: createTellConversation(deps),
    countAnswer: createCountAnswer(deps),
    tellLine: createTellLine(deps),
    readTemplates: createReadTemplates(deps),
    listLinks: createListLinks(deps),
    dayTotals: createDayTotals(deps),
    cancelLink: createCancelLink(deps),
  };
};

export type Activities = ReturnType<typeof createActivities>;
