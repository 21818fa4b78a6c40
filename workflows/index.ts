export { PaymentLinkWorkflow } from './payment-link';
export { ConversationWorkflow } from './conversation';
export { PayerWorkflow } from './payer';
export { LineWorkflow } from './line';
export { ClosuresWorkflow } from './closures';
