// The types that the page's modules share.  Only the checker (`npm run check`) reads them; they aren't in the page.

/** A year of the archive, or its photos without a year. */
interface YearEntry {
  year: number | null;
  /** How many photos it has, in the whole archive. */
  all: number;
  /** How many of these have the bytes of an earlier photo. */
  duplicates: number;
  /** The index of its first photo in the page, and the one after its last. */
  first: number;
  end: number;
}

/** How many photos a year has, or those without a year. */
interface YearCount {
  year: number | null;
  all: number;
}

interface DatedEntry extends YearEntry {
  year: number;
}

/** The share of a code in each period, with the ends of its 95 % interval; NaN for a period without photos. */
interface CodeShares {
  code: number;
  text: string;
  share: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
}

/** A year or a month with photos: its number, where they are in a window's order, and the middle of its time. */
interface Period {
  number: number;
  first: number;
  end: number;
  time: number;
}

/** The photos that a trend's numbers are of. */
interface TrendWindow {
  label: string;
  /** How many periods it takes in. */
  width: number;
  /** Or as many around the period as are needed for so many photos; 0 for a number of periods. */
  photos: number;
  /** The length of a period in years. */
  length: number;
  periods: Period[];
  /** The photos in the order of the periods; null for their own. */
  order: Uint32Array | null;
}

/** A number for each period of a window, NaN for none: quantiles, and the ends of the median's 95 % interval. */
interface Trend {
  q10: Float64Array;
  q25: Float64Array;
  median: Float64Array;
  q75: Float64Array;
  q90: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
  /** How many photos each period has: of vague dates, the sum of their shares; if that was counted. */
  n?: Float64Array;
  /** 1 for each period that lacks what the whole archive has, where the mixture is held constant. */
  leftOut?: Uint8Array;
}

/** The trend that is shown, and the window whose periods it has. */
interface ShownTrend {
  window: TrendWindow;
  trend: Trend;
  /** The years whose medians its slope is of, where photos have weights and it is of single years. */
  samples?: YearSample[];
}

/** A year's photos, as its median is resampled from them. */
interface YearSample {
  year: number;
  /** How many photos it has. */
  n: number;
  median: number;
  /** How many photos of equal weight these are worth. */
  effective: number;
  /** The value at which the sum of the weights reaches this share of all. */
  at: (share: number) => number;
}

/** How yearly medians change in ten years; `lower` and `upper` are null where they don't follow a line. */
interface Slope {
  decade: number;
  lower: number | null;
  upper: number | null;
  years: number; // that have a median
  /** The first and the last of them. */
  first: number;
  last: number;
}

/** How many years have a median that counts, and how many have photos, where there is no slope. */
interface NoSlope {
  counted: number;
  years: number;
  leftOut?: number; // years with enough photos whose mixture can't be held constant
}

/** How photos count: in all periods from `first` to `last` with an equal share; `codes` are of the mixture, if it is held. */
interface Weighting {
  first: Int32Array;
  last: Int32Array;
  codes: Uint8Array | null;
}

/** What photos have in common that have the same weight in every window. */
interface PhotoClass {
  /** Of how many periods each may be. */
  years: number;
  /** Its value of the group whose mixture is held constant, else 0. */
  code: number;
  /** How many photos of the archive each stands for. */
  weight: number;
}

/** A window's photos of a class, each of which may be of as many of the window's periods. */
interface PhotoKind extends PhotoClass {
  within: number;
  /** How many photos they are. */
  photos: number;
}

/** Photos by their values. */
interface SortedPhotos {
  values: Float64Array;
  /** The number of each one's class. */
  classOf: Uint32Array;
  classes: PhotoClass[];
  /** The numbers of the periods that any may be of. */
  periods: number[];
  /** How many photos each period has by their shares. */
  counts: number[];
  /** Where each period's photos begin in `indices`, and where those of the last one end. */
  begins: number[];
  /** Photos by their indices among the sorted ones. */
  indices: Uint32Array;
}

/** A window's photos by their values, with the number of each one's kind. */
interface WeightedSample {
  values: Float64Array;
  of: Uint32Array;
  kinds: PhotoKind[];
}

/** The weights of kinds of photos. */
interface ExactWeights {
  /** How many photos of equal weight they are worth. */
  effective: number;
  /** A kind's weight, as a share of all photos'. */
  share: (kind: number) => number;
  /** For sorted photos, by their kinds: where the sum of the weights reaches numerator / denominator of all, or is beyond it. */
  indexAt: (of: Uint32Array) => (numerator: number, denominator: number, beyond: boolean) => number;
}

/** Quantiles of values: of how many photos, of equal weight, they are, the quantile of a level, and the value of a rank. */
interface Quantiles {
  count: number;
  quantile: (level: number) => number;
  ranked: (rank: number) => number;
}

/** A measure: how it is shown, and its values. */
interface Measure {
  name: string;
  label: string;
  unit: string;
  /** What the lowest and the highest value mean. */
  ends: [string, string];
  /** The limits of its axis. */
  low: number;
  high: number;
  logarithmic: boolean;
  /** Whether its values are angles in degrees. */
  circular: boolean;
  /** The codes that photos have and their names, if its values are codes; else empty. */
  codes: [number, string][];
  /** How its yearly medians change, or why they have no slope: of all photos, and of all but duplicates if there are any. */
  changes: string[];
  /** Which medians are mostly of one cluster, by the window: of all photos, and of all but duplicates; "" if none is. */
  dominated: string[][];
  /** The same with the mixture of each group held constant, and how much is a change of what was collected; empty where the page has a sample, and for angles and codes. */
  held: [string, string][][];
  /** How those of each archive change, or that they may differ, likewise; empty without several archives. */
  archives: string[];
  /** Sentences on photos that have no value of it. */
  notes: string[];
  /** Whether photos are filtered by it: an interval of its median wouldn't say how sure it is, and there is none. */
  chosen?: boolean;
  /** Whether so many values are exactly 0 that it is shown. */
  has_zeros: boolean;
  /** How many of all photos of each year have exactly 0; null unless the page has a sample, and shows it. */
  zeros: Uint32Array | null;
  /** A value is `(first + code) * step`; `exact`: none was rounded. */
  first: number;
  step: number;
  exact: boolean;
  /** The limits of the 256 bins of `counts`. */
  bins: [number, number];
  /** Each photo's value, NaN for none. */
  values: Float64Array;
  /** Of a manifest that is a sample: how many photos of the archive each photo stands for, in proportion; null if as many. */
  weights?: Column | null;
  /** For each of the archive's windows. */
  trends: Trend[];
  /** How many of all photos each year has in each bin; null unless the page has a sample. */
  counts: Uint32Array[] | null;
}

/** A value of a column that photos are grouped by, and how many of all photos have it. */
interface GroupEntry {
  /** What `numbers` holds of photos with this value. */
  number: number;
  text: string;
  photos: number;
  /** How many of these have the bytes of an earlier photo. */
  duplicates: number;
}

/** The photos by their value in a column of the manifest. */
interface Group {
  /** The column's name. */
  name: string;
  /** The values, that with most photos first; then all others as one, and none. */
  entries: GroupEntry[];
  /** The number of each photo's value. */
  numbers: Uint8Array;
  categories: Categories;
}

/** The photos by category: by their value in a column, or by resource. */
interface Categories {
  entries: Category[];
  /** Each photo's category. */
  codes: Uint8Array;
}

/** A category: its code, its name and its colour. */
interface Category {
  code: number;
  text: string;
  ink: string;
}

/** A category with the photos of a window that it has, and their numbers. */
interface CategoryTrend extends Category {
  window: TrendWindow;
  trend: Trend;
  /** How many photos it has in a large archive, if the trend is of all of them; else the trend is of the page's photos. */
  exact: number | null;
}

/** A host, its resource, such as a university's cluster, and how many photos were measured there or failed. */
interface MeasuredAt {
  host: string;
  resource: string;
  photos: number;
}

/** What the manifest has of each photo; `titles` and `records` are empty where it has none. */
interface PhotoTexts {
  addresses: string[];
  /** The links to files on a disk, relative to the page; "" for other photos. Empty on a page for everyone. */
  files: string[];
  titles: string[];
  identifiers: string[];
  records: string[];
  /** Each date as it is written, where `day` and `days` don't tell it; empty where none is. */
  dates: string[];
}

/** A column of the table that a reader saves: its name, what has to be known of its texts, and each photo's text. */
interface TextColumn {
  name: string;
  detail: string;
  textOf: (photo: number) => string;
}

/** Three planes of a byte a photo: red, green and blue. */
type Bands = Uint8ClampedArray[];

/** What differs between the archive with duplicates and without them. */
interface Photos {
  total: number;
  years: YearEntry[];
  dated: DatedEntry[];
  undated: YearEntry | null;
  measures: Measure[];
}

/** How many years before and after its own each photo may be of. */
interface YearSpans {
  before: Uint16Array;
  after: Uint16Array;
}

interface Archive {
  /** How many photos the page has, and how many the archive has. */
  count: number;
  total: number;
  sampled: boolean;
  years: YearEntry[];
  dated: DatedEntry[];
  undated: YearEntry | null;
  /** The windows that trends are of, and the index of that which is shown at first. */
  windows: TrendWindow[];
  usualWindow: number;
  measures: Measure[];
  /** 1 for each photo that has the bytes of an earlier one; null if there are none. */
  duplicate: Uint8Array | null;
  /** Whether each photo looks like an earlier one; null if none does, or that isn't known. */
  alike: Uint8Array | null;
  /** Whether these photos are left out until the reader asks for them. */
  hidesDuplicates: boolean;
  /** Whether the page has several archives; the first of `groups` has their names then. */
  hasArchives: boolean;
  /** Both kinds of photos; `total`, `years`, `dated`, `undated` and `measures` are of those that are shown. */
  all: Photos;
  single: Photos;
  groups: Group[];
  /** The first and the last year of each note on the chart. */
  notes: [number, number][];
  /** Where the first year begins and where the last one ends, of all that photos may be of; empty without years. */
  limits: number[];
  /** The years that vague dates are drawn over; null where photos are drawn at their own year. */
  spans: YearSpans | null;
  /** 1 for each photo that passes the filter; null if nothing is filtered. */
  kept: Uint8Array | null;
  /** 1 for each photo that the sample was drawn with, 0 for those that are in it as a year's lowest or highest; null if there is no sample. */
  drawn: Uint8Array | null;
  /** Each photo's entry in `years`, position on the axis of time, and row in the manifest. */
  entry: Uint16Array;
  time: Float64Array;
  row: Uint32Array;
  /** How many years before and after its own a photo may be of, or without one the earliest and the latest (0: none); null where all years are exact. */
  before: Uint16Array | null;
  /** The first day of its year that each photo may be of, from 0, and how many days it may be of from there (0: any day); null if only years are known. */
  day: Uint16Array | null;
  days: Uint16Array | null;
  after: Uint16Array | null;
  /** What the intervals that are stored take for granted, as a sentence. */
  intervalNote: string;
  /** The column that says which photos belong together; "" for none. */
  clusters: string;
  /** Why there are no intervals of clusters at all; else "". */
  noClusters: string;
  /** The windows whose numbers are stored. */
  knownWindows: number[];
  stamps: Bands | null;
  /** The photos' small pictures; null if the page has none. */
  thumbnails: Thumbnails | null;
  colours: Bands;
  /** A column of the photos' block by its name; null if there is none. */
  column: (name: string) => any;
  /** Added by `readRun`: each photo's host (an index of `hosts`), the hosts, and their resources, that with most photos first. */
  measuredAt?: Uint32Array;
  hosts?: MeasuredAt[];
  resources?: string[];
}

/** The photos' small pictures, joined to sprites of `across` x `across` tiles. */
interface Thumbnails {
  /** A tile's width and height. */
  side: number;
  across: number;
  /** The sprites' links; empty if the page has them in itself. */
  files: string[];
  /** Each photo's width and height, 0 for none, and its tile. */
  widths: Uint8Array;
  heights: Uint8Array;
  tiles: Uint32Array;
  /** The sprites that are loaded or being loaded. */
  images: HTMLImageElement[];
}

/** A part of a picture. */
interface PicturePart {
  image: HTMLImageElement;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A way to colour photos. */
interface Colouring {
  /** Its name in the page's address. */
  name: string;
  /** Its name in the menu. */
  label: string;
  /** Whether marks are filled with the colour; otherwise it frames them. */
  fills?: boolean;
  /** Called before the photos are drawn: gives a photo's red, green and blue (0 to 255) by its index. */
  colours(archive: Archive): (photo: number) => number[];
  /** What the colours mean; `colour` is a CSS colour. */
  legend?(archive: Archive): { text: string; colour: string }[];
  /** The categories that have these colours; null while they aren't known. */
  categories?(archive: Archive): Categories | null;
}

/** A part of the chart: first and last time, lowest and highest value (null: every value). */
type ChartRange = [number, number, number, number];
type ChartSelection = [number, number, number | null, number | null];

/** A range of a measure's values; both ends are in it. */
interface MeasureRange {
  /** The measure's name. */
  name: string;
  low: number;
  high: number;
}

/** What photos must have to be shown: values within all ranges, and of all these resources, hosts and values of groups. */
interface Filter {
  ranges: MeasureRange[];
  /** Each as in `View.highlighted`. */
  only: string[];
  /** Whether photos that look like an earlier one are left out. */
  single: boolean;
}

interface View {
  /** The index of the measure that is shown. */
  measure: number;
  /** "density", or the name of a colouring. */
  colour: string;
  /** Whether the trend is drawn. */
  trend: boolean;
  /** The window that the trend is of: an index of the archive's windows. */
  window: number;
  /** Whether a photo of a vague date counts in each year that it may be of. */
  spread: boolean;
  /** The index of the group whose mixture is held constant; -1 for none. */
  constant: number;
  /** Whether each category that photos are coloured by has a small plot of its own. */
  multiples: boolean;
  /** Whether photos without a year are shown. */
  undated: boolean;
  /** Whether photos with the bytes of an earlier one are shown and counted. */
  duplicates: boolean;
  filter: Filter;
  /** The names of the measures whose histograms are shown; others than these if there are too few. */
  histograms: string[];
  /** The part of the chart that is shown; null for all of it. */
  range: ChartRange | null;
  selection: ChartSelection | null;
  /** The highlighted subset: "resource NAME", "host NAME" or "group GROUP NUMBER" (of a value); "" for nothing. */
  highlighted: string;
  /** The pinned photo, that was clicked or reached by keys, and the photo at the pointer; -1 for none. */
  chosen: number;
  /** What a link names the photo by, until it is found. */
  linked: string;
  pointed: number;
  /** "light", "dark", or "" for the system's. */
  theme: string;
  /** Hosts that the reader allows pictures to be fetched from. */
  sources: Set<string>;
  /** Whether the page of an unfinished run reloads itself. */
  reload: boolean;
}

interface Frame {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Where a time and a value are on a chart, in CSS pixels. */
interface Scales {
  x: (time: number) => number;
  y: (value: number) => number;
}

interface Layout extends Scales {
  width: number;
  height: number;
  frame: Frame;
  /** Where the photos a year are drawn, below the frame; without height on a low chart. */
  countsArea: { top: number; bottom: number };
  /** Where the values' distribution is drawn, at the right of it. */
  distributionArea: { left: number; right: number };
  range: ChartRange;
  timeAt: (x: number) => number;
  valueAt: (y: number) => number;
  scaled: (value: number) => number;
  unscaled: (scaled: number) => number;
  xTicks: { at: number; text: string }[];
  yTicks: number[];
}

/** Where each photo is on the chart, in CSS pixels; NaN for those that aren't on it. */
interface Positions {
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

interface DotStyle {
  colour: string;
  opacity: number;
  radius: number;
}

/** An entry of a figure's legend: what its swatch is, its text, and its colour if it isn't the median's. */
interface LegendEntry {
  kind: "line" | "interval" | "band" | "dashes" | "ramp" | "dot" | "none";
  text: string;
  colour?: string;
}

/** How the photos were drawn. */
interface Drawn {
  /** The height of their marks in CSS pixels; 0 if they are dots. */
  mark: number;
  /** The radius of dots in CSS pixels. */
  radius: number;
  /** How many photos the first, the middle and the last colour of the density stand for. */
  ramp: number[];
}

interface TextStyle {
  colour: string;
  align?: "start" | "center" | "right";
  size?: number;
  turned?: boolean;
  /** The greatest width of the text. */
  most?: number;
  weight?: number;
}

/** What the chart is drawn on. */
interface Surface {
  line(points: Point[], style: LineStyle): void;
  area(points: Point[], style: { colour: string; opacity?: number }): void;
  text(text: string, x: number, y: number, style: TextStyle): void;
  image(canvas: HTMLCanvasElement, x: number, y: number, width: number, height: number): void;
  within(frame: Frame, draw: () => void): void;
  shifted(dx: number, dy: number, draw: () => void): void;
  /** Draw dots as shapes; a surface without it gets an image of them. */
  dots?(points: Point[], style: DotStyle): void;
}

/** Draws a plot of that width (CSS pixels), its images with `ratio` pixels a CSS pixel. */
type PlotDrawing = (surface: Surface, width: number, ratio: number) => void;

interface DrawSettings {
  /** 1 for each photo that stands out; null if all are drawn alike. */
  lit: Uint8Array | null;
  /** Device pixels a CSS pixel. */
  ratio: number;
}

interface Chart {
  /** The layout as it was drawn last. */
  layout(): Layout;
  /** The layout of the view as it is now: keys may come faster than the chart is drawn. */
  nextLayout(): Layout;
  /** How the photos were drawn. */
  drawn(): Drawn;
  /** How many photos of the whole archive are in view. */
  inView(): number;
  /** The smallest part that can be shown, in years and in values, and whether it is shown. */
  least(): { years: number; values: number };
  isSmallest(): boolean;
  /** The point about which keys and buttons zoom: a photo's, if one is in view. */
  centre(): Point;
  /** The selected photos; null if nothing is selected. */
  selected(): number[] | null;
  /** The limits of the whole chart. */
  whole(): ChartRange;
  /** The photo near a point; -1 for none. */
  near(x: number, y: number): number;
  /** The photos at the position of a photo, itself among them; none if it isn't in view. */
  pile(photo: number): number[];
  /** Frame what is being dragged over; null: the selection again. */
  frameDrag(range: ChartSelection | null): void;
  /** Draw it all again if its size has changed. */
  fit(): void;
  draw(): void;
  /** Draw again only what follows the pointer. */
  drawAbove(): void;
  /** Draw the chart in another size on another surface; `ratio`: pixels of images a CSS pixel. */
  drawOn(surface: Surface, size: { width: number; height: number }, ratio: number): Drawn;
}

interface Disc {
  reach: number;
  /** The share of each pixel that it covers, for each quarter of a pixel that its centre can be at (down, across). */
  at: Float32Array[][];
}

/** A sum of dots: photos a pixel, and for coloured dots the sums of red, green and blue. */
interface Cover {
  width: number;
  height: number;
  sum: Float32Array;
  bands: Float32Array[] | null;
}

type Column = Uint8Array | Uint16Array | Uint32Array;

/** A block of the page's data, with the fields of its header. */
interface Block {
  count(name: string): number;
  /** A column by its name; null if there is none. */
  column(name: string): any;
  [field: string]: any;
}

/** What the photos are drawn from. */
interface Plot extends DrawSettings {
  archive: Archive;
  view: View;
  layout: Layout;
  positions: Positions;
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
  /** In browsers since 2025. */
  fromBase64?(text: string): Uint8Array<ArrayBuffer>;
}
