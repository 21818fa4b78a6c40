/** One bar: what, how much, and from where to where it was measured. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  /** Ours stands out. */
  readonly own?: boolean;
}

export interface Line {
  readonly label: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

const WIDTH = 760;
const LABELS = 250;
const ROW = 30;
const TOP = 44;
const COLOURS = ['#0f766e', '#b45309', '#4338ca', '#be123c', '#57534e'];
const FONT = 'font-family="system-ui, sans-serif" font-size="13"';

/** Horizontal bars with their spread, as an SVG that stands on white and on black. */
export function barChart(title: string, unit: string, bars: readonly Bar[]): string {
  const most = Math.max(...bars.map(({ value, high }) => high ?? value), 0.001);
  const scale = (value: number): number => (value / most) * (WIDTH - LABELS - 90);
  const rows = bars.flatMap(({ label, value, low, high, own }, index) => {
    const y = TOP + index * ROW;
    const colour = own === true ? COLOURS[0] : '#a8a29e';
    const spread =
      low === undefined || high === undefined
        ? ''
        : `<line x1="${at(LABELS + scale(low))}" x2="${at(LABELS + scale(high))}" y1="${String(y + 10)}" y2="${String(y + 10)}" stroke="#1c1917" stroke-width="1.5"/>`;
    return [
      text(LABELS - 8, y + 15, label, 'end'),
      `<rect x="${String(LABELS)}" y="${String(y)}" width="${at(scale(value))}" height="20" rx="2" fill="${String(colour)}"/>${spread}`,
      text(LABELS + scale(high ?? value) + 8, y + 15, `${String(value)} ${unit}`),
    ];
  });
  return svg(title, TOP + bars.length * ROW + 12, rows);
}

/** Lines over a logarithmic x. */
export function lineChart(title: string, xUnit: string, yUnit: string, lines: readonly Line[]): string {
  const points = lines.flatMap((line) => line.points);
  const xs = points.map(([x]) => Math.log10(x));
  const [least, most, top] = [Math.min(...xs), Math.max(...xs), Math.max(...points.map(([, y]) => y), 1)];
  const height = 300;
  const x = (value: number): number =>
    70 + ((Math.log10(value) - least) / Math.max(most - least, 0.001)) * (WIDTH - 240);
  const y = (value: number): number => height - 40 - (value / top) * (height - 40 - TOP);
  const ticks = [...new Set(points.map(([value]) => value))];
  return svg(title, height, [
    `<line x1="70" x2="${String(WIDTH - 150)}" y1="${at(y(0))}" y2="${at(y(0))}" stroke="#78716c"/>`,
    ...ticks.map((tick) => text(x(tick), height - 20, tick.toLocaleString('en'), 'middle')),
    text(WIDTH - 110, height - 20, xUnit),
    ...[top / 2, top].flatMap((tick) => [
      `<line x1="70" x2="${String(WIDTH - 150)}" y1="${at(y(tick))}" y2="${at(y(tick))}" stroke="#d6d3d1" stroke-dasharray="3"/>`,
      text(62, y(tick) + 4, `${String(Math.round(tick))} ${yUnit}`, 'end'),
    ]),
    ...lines.flatMap(({ label, points: own }, index) => {
      const colour = COLOURS[index % COLOURS.length] ?? '';
      const path = own.map(([px, py]) => `${at(x(px))},${at(y(py))}`).join(' ');
      const [lastX, lastY] = own.at(-1) ?? [1, 0];
      return [
        `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2.5"/>`,
        text(x(lastX) + 8, y(lastY) + 4, label, 'start', colour),
      ];
    }),
  ]);
}

const at = (value: number): string => value.toFixed(1);

function text(x: number, y: number, words: string, anchor = 'start', colour = '#1c1917'): string {
  const safe = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}" fill="${colour}" ${FONT}>${safe}</text>`;
}

function svg(title: string, height: number, content: readonly string[]): string {
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(WIDTH)} ${String(height)}" role="img" aria-label="${title}">`;
  const paper = `<rect width="${String(WIDTH)}" height="${String(height)}" rx="6" fill="#fafaf9"/>`;
  const heading = `<text x="16" y="26" fill="#1c1917" font-weight="600" ${FONT}>${title}</text>`;
  return `${[head, paper, heading, ...content, '</svg>'].join('\n')}\n`;
}
