import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { Closed, Closure } from '../domain/closures';
import type { Decided } from '../domain/decided';

export const CLOSURES_WORKFLOW = 'ClosuresWorkflow';
/** There is one for the whole namespace. */
export const CLOSURES_ID = 'closures';

export interface ClosuresInput {
  readonly closures?: readonly Closure[];
}

/** What the first step of a payment reads by describing this. */
export interface ClosuresMemo {
  readonly closures: readonly Closure[];
}

/** New commands of it are answered with one clear word from now on. @returns all that is closed now */
export const close = defineUpdate<readonly Closure[], [Closed & Decided]>('close');
/** @returns all that is still closed */
export const open = defineUpdate<readonly Closure[], [Closed & Decided]>('open');

export const closuresState = defineQuery<readonly Closure[]>('state');
