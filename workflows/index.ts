export { PaymentLinkWorkflow } from './payment-link';
export { ConversationWorkflow } from './conversation';
export { LineWorkflow } from './line';
