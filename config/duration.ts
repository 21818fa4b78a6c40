const DURATION = /^P(?=\d|T\d)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/;
const UNITS_MS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000] as const;

/**
 * Reads an ISO 8601 duration. Years and months are refused: their length depends on the calendar.
 *
 * @param text e.g. `PT10M`, `P30D`, `PT1.5S`
 * @returns whole milliseconds; undefined where the text is no such duration or is zero
 */
export function readDuration(text: string): number | undefined {
  const parts = DURATION.exec(text)?.slice(1);
  if (parts === undefined) return undefined;
  const ms = UNITS_MS.reduce((sum, unit, at) => sum + Number(parts[at] ?? 0) * unit, 0);
  return ms > 0 && Number.isSafeInteger(Math.round(ms)) ? Math.round(ms) : undefined;
}
