import type { Command } from '../command';
import { drop, locale, poll, resend, resume } from './act';
import { cost } from './cost';
import { close, open, settle } from './decide';
import { exportDay } from './export-day';
import { forget } from './forget';
import { find, show, stuck } from './look';
import { reconcile } from './reconcile';

/** Every command by its name, in the order of the help. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  find,
  stuck,
  show,
  poll,
  resend,
  drop,
  locale,
  settle,
  close,
  open,
  resume,
  reconcile,
  cost,
  export: exportDay,
  forget,
};
