export { render } from './render';
export type { Reader } from './voice';
