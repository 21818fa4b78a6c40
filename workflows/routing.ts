import { routeOf } from '../domain/command';
import { readsNearAmounts } from './patches';

/** What a text is, as the api took it that brought it here. */
export function routed(text: string): ReturnType<typeof routeOf> {
  const first = routeOf(text, 1);
  return first === 'talk' && routeOf(text) === 'payment' && readsNearAmounts() ? 'payment' : first;
}
