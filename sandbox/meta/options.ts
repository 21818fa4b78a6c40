import type { MetaSettingsChange } from './settings';
import type { Numbered } from './statuses';
import type { TemplateDefinition } from './templates';

export interface MetaSimOptions {
  /** Signs webhooks and appsecret_proof. Default `sandbox-app-secret`. */
  readonly appSecret?: string;
  /** Sent when a webhook is subscribed. Default `sandbox-verify-token`. */
  readonly verifyToken?: string;
  /** The only bearer token that is taken. Default `sandbox-graph-token`. */
  readonly accessToken?: string;
  /** Refuse calls without appsecret_proof. Default false: verified where given. */
  readonly requireAppsecretProof?: boolean;
  /** Default: one, `100000000000001` of account `200000000000001`, +37369002773. */
  readonly numbers?: readonly Numbered[];
  /** Where webhooks go; later: `configure({ webhookUrl })`. */
  readonly webhookUrl?: string;
  /** Approved from the start, in every account. */
  readonly templates?: readonly TemplateDefinition[];
  /** Message ids are made from it and a counter. Default: a new one each time, so that a restart repeats no id. */
  readonly seed?: string;
  readonly settings?: MetaSettingsChange;
}

export const DEFAULT_NUMBER: Numbered = {
  phoneNumberId: '100000000000001',
  wabaId: '200000000000001',
  displayNumber: '+37369002773',
};
