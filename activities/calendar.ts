/** The calendar day of a moment in a zone, as `2026-11-23`. */
export function dayIn(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at);
}

export function isSameDay(one: Date, other: Date, timeZone: string): boolean {
  return dayIn(one, timeZone) === dayIn(other, timeZone);
}
