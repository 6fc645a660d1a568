"use strict";

// Draws the photos of the page's data block as a scatter over the years. Everything that came
// from a manifest is shown with textContent, and only http(s) addresses become links.
(() => {
  const REACH = 20; // CSS pixels from the pointer to the furthest dot it can mean
  const GOLDEN = 0.6180339887498949; // multiples of it, modulo 1, fill an interval evenly

  const byId = (id) => document.getElementById(id);
  const canvas = byId("chart");
  if (!canvas) return; // the page has nothing to plot

  const data = JSON.parse(byId("photos").textContent);
  const photos = datedPhotos();
  let measure = data.measures[0];
  let points = []; // by year, then by value: the order in which the keys visit them
  let plot = null; // where things are on the canvas, in CSS pixels
  let chosen = null; // the point that the keys, or a click, came to
  let marked = null; // the point with the ring around it: chosen, or under the pointer

  byId("figure").hidden = false;
  byId("instead").hidden = true;
  for (const input of document.querySelectorAll("input[name=measure]")) {
    input.addEventListener("change", () => show(data.measures[Number(input.value)]));
  }
  canvas.addEventListener("pointermove", (event) => hover(pointAt(event)));
  canvas.addEventListener("pointerleave", () => hover(null));
  canvas.addEventListener("click", click);
  canvas.addEventListener("keydown", press);
  canvas.addEventListener("blur", () => mark(null));
  new ResizeObserver(draw).observe(byId("plot"));
  window.addEventListener("resize", draw); // the pixel ratio can change and the size not
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  show(measure);

  // ---- the data

  /** The photos with a year, each at a place of its own within it: only the year is known. */
  function datedPhotos() {
    const seen = new Map();
    const dated = [];
    data.year.forEach((year, index) => {
      if (year === null) return;
      const rank = seen.get(year) ?? 0;
      seen.set(year, rank + 1);
      const within = 0.06 + 0.88 * ((0.5 + rank * GOLDEN) % 1);
      dated.push({ index, year, time: year + within, url: data.prefix + data.url[index] });
    });
    return dated;
  }

  function pointsOf(values) {
    return photos
      .map((photo) => ({ ...photo, value: values[photo.index] }))
      .filter((point) => Number.isFinite(point.value))
      .sort((a, b) => a.year - b.year || a.value - b.value || a.index - b.index);
  }

  function show(next) {
    measure = next;
    points = pointsOf(measure.values);
    const count = points.length.toLocaleString("en");
    canvas.setAttribute("aria-label", `${measure.label} of ${count} photographs by year`);
    draw();
    choose(null);
  }

  // ---- scales

  function extent(values) {
    let low = Infinity;
    let high = -Infinity;
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return low <= high ? [low, high] : [0, 1];
  }

  /** From 0 to 1 where that suits the values, otherwise as far as they go. */
  function valueRange() {
    const [low, high] = extent(points.map((point) => point.value));
    if (low >= 0 && high <= 1 && high - low > 0.25) return [0, 1];
    const margin = (high - low) * 0.04 || Math.abs(high) * 0.05 || 1;
    return [low - margin, high + margin];
  }

  /** Round numbers from low to high, about `wanted` of them. */
  function ticks(low, high, wanted, least = 0) {
    const raw = Math.max((high - low) / wanted, Number.MIN_VALUE);
    const power = 10 ** Math.floor(Math.log10(raw));
    const step = Math.max([1, 2, 5, 10].find((n) => n * power >= raw) * power, least);
    const first = Math.ceil(low / step - 1e-9);
    const count = Math.min(Math.floor(high / step + 1e-9) - first + 1, 40);
    if (!(count > 0)) return [];
    return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  }

  function tickText(value) {
    const size = Math.abs(value);
    return size && (size < 1e-4 || size >= 1e6) ? value.toExponential(1) : String(value);
  }

  function valueText(value) {
    const size = Math.abs(value);
    return !size || (size >= 0.001 && size < 1000) ? value.toFixed(3) : String(Number(value.toPrecision(4)));
  }

  /** Where everything goes: the frame, the ticks, and the scales from data to CSS pixels. */
  function layOut(pen) {
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    const [low, high] = valueRange();
    const [firstYear, lastYear] = extent(photos.map((photo) => photo.year));
    const yTicks = ticks(low, high, 5);
    const left = 34 + Math.max(0, ...yTicks.map((tick) => pen.measureText(tickText(tick)).width));
    const frame = { left, top: 10, right: width - 18, bottom: height - 44 };
    const x = (time) => left + ((time - firstYear) / (lastYear + 1 - firstYear)) * (frame.right - left);
    const y = (value) => frame.bottom - ((value - low) / (high - low)) * (frame.bottom - frame.top);
    const xTicks = ticks(firstYear, lastYear, Math.max(2, (frame.right - left) / 80), 1);
    return { width, height, frame, x, y, xTicks, yTicks };
  }

  // ---- drawing

  function draw() {
    const pen = canvas.getContext("2d");
    const style = getComputedStyle(canvas);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(canvas.clientWidth * ratio);
    canvas.height = Math.round(canvas.clientHeight * ratio);
    pen.scale(ratio, ratio);
    pen.font = `12px ${style.fontFamily}`;
    plot = layOut(pen);
    pen.fillStyle = colour("card"); // a ground of its own, so that it also prints as it is seen
    pen.fillRect(0, 0, plot.width, plot.height);
    drawAxes(pen, colour);
    const trend = stretches(measure.trend);
    drawBand(pen, colour, trend);
    drawDots(pen, colour);
    drawMedian(pen, colour, trend);
    canvas.dataset.points = points.length;
    mark(marked);
  }

  function drawAxes(pen, colour) {
    const { frame, x, y, xTicks, yTicks } = plot;
    pen.strokeStyle = colour("grid");
    pen.fillStyle = colour("quiet");
    pen.lineWidth = 1;
    pen.beginPath();
    pen.textAlign = "right";
    pen.textBaseline = "middle";
    for (const tick of yTicks) {
      line(pen, frame.left, y(tick), frame.right, y(tick));
      pen.fillText(tickText(tick), frame.left - 8, y(tick));
    }
    pen.textAlign = "center";
    pen.textBaseline = "top";
    for (const tick of xTicks) {
      line(pen, x(tick + 0.5), frame.top, x(tick + 0.5), frame.bottom);
      pen.fillText(String(tick), x(tick + 0.5), frame.bottom + 8);
    }
    pen.stroke();
    pen.fillText("Year", (frame.left + frame.right) / 2, frame.bottom + 27);
    pen.translate(4, (frame.top + frame.bottom) / 2);
    pen.rotate(-Math.PI / 2);
    pen.fillText(measure.axis, 0, 0, frame.bottom - frame.top);
    pen.rotate(Math.PI / 2);
    pen.translate(-4, -(frame.top + frame.bottom) / 2);
  }

  function line(pen, x1, y1, x2, y2) {
    pen.moveTo(x1, y1);
    pen.lineTo(x2, y2);
  }

  function drawDots(pen, colour) {
    const { frame, x, y } = plot;
    const area = (frame.right - frame.left) * (frame.bottom - frame.top);
    const radius = Math.min(4, Math.max(0.9, 0.19 * Math.sqrt(area / Math.max(1, points.length))));
    pen.fillStyle = colour("dot");
    pen.globalAlpha = points.length > 20000 ? 0.2 : 0.55;
    for (const point of points) {
      pen.beginPath();
      pen.arc(x(point.time), y(point.value), radius, 0, 2 * Math.PI);
      pen.fill();
    }
    pen.globalAlpha = 1;
  }

  function drawBand(pen, colour, trend) {
    pen.fillStyle = colour("band");
    for (const stretch of trend) {
      path(pen, [...corners(stretch, 1), ...corners(stretch, 3).reverse()]);
      pen.fill();
    }
  }

  function drawMedian(pen, colour, trend) {
    pen.lineJoin = pen.lineCap = "round";
    for (const stretch of trend) {
      path(pen, corners(stretch, 2));
      for (const [ink, width] of [["card", 5], ["median", 2.5]]) {
        pen.strokeStyle = colour(ink);
        pen.lineWidth = width;
        pen.stroke();
      }
    }
  }

  /** The trend, cut between years whose windows share none; a lone year becomes as wide as it is. */
  function stretches(trend) {
    const cut = [];
    trend.forEach((entry, i) => {
      if (i === 0 || entry[0] - trend[i - 1][0] > 2 * data.window) cut.push([]);
      cut[cut.length - 1].push(entry);
    });
    return cut.map((part) =>
      part.length > 1 ? part : [-0.4, 0.4].map((aside) => [part[0][0] + aside, ...part[0].slice(1)]),
    );
  }

  function corners(stretch, column) {
    return stretch.map((entry) => [plot.x(entry[0] + 0.5), plot.y(entry[column])]);
  }

  function path(pen, places) {
    pen.beginPath();
    for (const [x, y] of places) pen.lineTo(x, y);
  }

  // ---- pointing, choosing, opening

  function pointAt(event) {
    const box = canvas.getBoundingClientRect();
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    let best = null;
    let least = REACH ** 2;
    for (const point of points) {
      const distance = (plot.x(point.time) - px) ** 2 + (plot.y(point.value) - py) ** 2;
      if (distance < least) [best, least] = [point, distance];
    }
    return best;
  }

  function hover(point) {
    canvas.classList.toggle("over", point !== null && webAddress(point.url) !== null);
    mark(point ?? (document.activeElement === canvas ? chosen : null));
  }

  /** Ring the point and say beside it what it is; null takes both away. */
  function mark(point) {
    marked = point;
    const [ring, tip] = [byId("ring"), byId("tip")];
    ring.hidden = tip.hidden = point === null;
    if (point === null) return;
    const [px, py] = [plot.x(point.time), plot.y(point.value)];
    ring.style.transform = `translate(${px}px, ${py}px)`;
    byId("tip-value").textContent = `${point.year} · ${valueText(point.value)}`;
    byId("tip-url").textContent = point.url;
    const left = Math.max(0, Math.min(px - tip.offsetWidth / 2, plot.width - tip.offsetWidth));
    const above = py - tip.offsetHeight - 14;
    tip.style.transform = `translate(${left}px, ${above >= 0 ? above : py + 14}px)`;
  }

  /** Keep the point, and write it under the chart with its link, where it is also read aloud. */
  function choose(point) {
    chosen = point;
    mark(point);
    const place = byId("chosen");
    place.textContent = point === null ? "" : `${point.year} · ${valueText(point.value)} · `;
    if (point === null) return;
    const address = webAddress(point.url);
    const name = document.createElement(address === null ? "bdi" : "a");
    name.textContent = point.url;
    if (address !== null) Object.assign(name, { href: address, target: "_blank", rel: "noopener noreferrer" });
    place.append(name);
  }

  function click(event) {
    const point = pointAt(event);
    choose(point);
    if (point !== null && event.pointerType !== "touch") open(point); // a finger can't hover first
  }

  function open(point) {
    const address = webAddress(point.url);
    if (address !== null) window.open(address, "_blank", "noopener,noreferrer");
  }

  /** The address as a browser reads it, if it is one of the web's and nothing in it was replaced. */
  function webAddress(text) {
    try {
      const url = new URL(text);
      const web = url.protocol === "https:" || url.protocol === "http:";
      return web && !text.includes("\ufffd") ? url.href : null;
    } catch {
      return null;
    }
  }

  function press(event) {
    const moves = {
      ArrowLeft: () => stepYear(-1),
      ArrowRight: () => stepYear(1),
      ArrowUp: () => stepPhoto(1),
      ArrowDown: () => stepPhoto(-1),
      Home: () => points[0] ?? null,
      End: () => points[points.length - 1] ?? null,
      Escape: () => null,
    };
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (Object.hasOwn(moves, event.key)) {
      event.preventDefault();
      choose(moves[event.key]());
    } else if (event.key === "Enter" && chosen !== null) {
      open(chosen);
    }
  }

  /** The photo of the next year that has any whose value is nearest to the chosen one's. */
  function stepYear(direction) {
    if (chosen === null) return points[direction > 0 ? 0 : points.length - 1] ?? null;
    const beyond = points.filter((point) => (point.year - chosen.year) * direction > 0);
    const [first, last] = extent(beyond.map((point) => point.year));
    const next = beyond.filter((point) => point.year === (direction > 0 ? first : last));
    const apart = (point) => Math.abs(point.value - chosen.value);
    return next.reduce((a, b) => (apart(b) < apart(a) ? b : a), next[0] ?? chosen);
  }

  function stepPhoto(direction) {
    const next = points[points.indexOf(chosen) + direction];
    if (chosen === null) return points[0] ?? null;
    return next && next.year === chosen.year ? next : chosen;
  }
})();
