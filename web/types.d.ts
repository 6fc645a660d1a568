// The shapes that the page's modules hand to each other.  Read by the checker alone (`npm run check`):
// nothing of it is in the page.

/** A year of the archive, or what has none. */
interface YearEntry {
  year: number | null;
  /** How many photos it has, in the whole archive. */
  all: number;
  /** The first of the page's photos that are its, and the one after the last. */
  first: number;
  end: number;
}

interface DatedEntry extends YearEntry {
  year: number;
}

/** A measure: how it is shown, and what it is of each photo. */
interface Measure {
  name: string;
  label: string;
  unit: string;
  ends: [string, string];
  /** The ends of its axis. */
  low: number;
  high: number;
  logarithmic: boolean;
  /** A value is `(first + code) * step`; `exact` says that none was rounded. */
  first: number;
  step: number;
  exact: boolean;
  /** The ends of the 256 bins of `counts`. */
  bins: [number, number];
  /** Each photo's value, NaN for none. */
  values: Float64Array;
  /** The quantiles 0.1, 0.25, 0.5, 0.75 and 0.9, each with a number a dated year. */
  quantiles: Float64Array[];
  /** Where the page has a sample: how many of all photos each year has in each bin. */
  counts: Uint32Array[] | null;
}

/** A host of a site, and how many photos were measured there. */
interface RunPlace {
  host: string;
  site: string;
  photos: number;
}

/** Three planes of a byte a photo: red, green and blue. */
type Bands = Uint8ClampedArray[];

interface Archive {
  /** How many photos the page has, and how many there are. */
  count: number;
  total: number;
  sampled: boolean;
  years: YearEntry[];
  dated: DatedEntry[];
  undated: YearEntry | null;
  /** How many years on either side of a year its quantiles take in. */
  window: number;
  measures: Measure[];
  /** Of each photo: its entry in `years`, its place on the axis of time, its row in the manifest. */
  entry: Uint16Array;
  time: Float64Array;
  row: Uint32Array;
  /** How many years before and after its own a photo may be of, or without one the earliest and the latest (0: none); null where all years are exact. */
  before: Uint16Array | null;
  after: Uint16Array | null;
  stamps: Bands | null;
  colours: Bands;
  /** What `readRun` adds: each photo's place, the places, their colours, the sites by their photos. */
  place?: Uint32Array;
  places?: RunPlace[];
  placeColours?: number[][];
  sites?: string[];
}

/** A part of the chart: from time to time, from value to value; null for every value. */
type ChartRange = [number, number, number, number];
type ChartSelection = [number, number, number | null, number | null];

interface View {
  measure: number;
  colour: string;
  trend: boolean;
  undated: boolean;
  range: ChartRange | null;
  selection: ChartSelection | null;
  site: string;
  chosen: number;
  pointed: number;
  theme: string;
  sources: Set<string>;
  reload: boolean;
}

interface Frame {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

interface Layout {
  width: number;
  height: number;
  frame: Frame;
  below: { top: number; bottom: number };
  beside: { left: number; right: number };
  range: ChartRange;
  x: (time: number) => number;
  y: (value: number) => number;
  timeAt: (x: number) => number;
  valueAt: (y: number) => number;
  scaled: (value: number) => number;
  unscaled: (scaled: number) => number;
  xTicks: number[];
  yTicks: number[];
}

/** Where each photo is on the chart, in CSS pixels; NaN for those that aren't on it. */
interface Places {
  xs: Float32Array;
  ys: Float32Array;
  shown: number;
}

type Point = [number, number];

interface LineStyle {
  colour: string;
  width?: number;
  dash?: number[];
  opacity?: number;
}

interface TextStyle {
  colour: string;
  align?: "start" | "center" | "right";
  size?: number;
  turned?: boolean;
  /** How wide the text may be. */
  most?: number;
}

/** What the chart is drawn on. */
interface Surface {
  line(points: Point[], style: LineStyle): void;
  area(points: Point[], style: { colour: string; opacity?: number }): void;
  text(words: string, x: number, y: number, style: TextStyle): void;
  image(canvas: HTMLCanvasElement, x: number, y: number, width: number, height: number): void;
  within(frame: Frame, draw: () => void): void;
}

interface DrawSettings {
  /** 1 for each photo that stands out, or null where none does. */
  lit: Uint8Array | null;
  /** Pixels of the screen a CSS pixel. */
  ratio: number;
}

interface Chart {
  layout(): Layout;
  selected(): number[] | null;
  whole(): ChartRange;
  near(x: number, y: number): number;
  frameDrag(range: ChartSelection | null): void;
  fit(): void;
  draw(): void;
  drawAbove(): void;
  canvas(ratio: number): HTMLCanvasElement;
  svg(size?: { width: number; height: number }): SVGElement;
}

interface Disc {
  reach: number;
  /** What it covers, by the quarters of a pixel that its centre is at. */
  at: Float32Array[][];
}

/** A sum of dots: photos a pixel, and with colours the sum of each band. */
interface Cover {
  width: number;
  height: number;
  sum: Float32Array;
  bands: Float32Array[] | null;
}

type Column = Uint8Array | Uint16Array | Uint32Array;

/** A block of the page's data; its header's other fields are its own. */
interface Block {
  count(name: string): number;
  /** Null where the block has no such column. */
  column(name: string): any;
  [field: string]: any;
}

/** What `drawPhotos` works on. */
interface Plot extends DrawSettings {
  archive: Archive;
  view: View;
  layout: Layout;
  places: Places;
  disc: Disc;
  width: number;
  height: number;
}

/** A row of the photo's panel. */
interface ValueRow {
  row: HTMLElement;
  bar: HTMLElement;
  number: HTMLElement;
}

interface Uint8ArrayConstructor {
  /** Of browsers from 2025 on. */
  fromBase64?(text: string): Uint8Array<ArrayBuffer>;
}
