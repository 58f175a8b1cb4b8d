// The same notation as the server's Quantity.
export function write(value, unit) {
  const size = Math.abs(value);
  switch (unit) {
    case "s":
      if (size === 0) return "0";
      if (size < 0.0009995) return digits(value * 1e6) + " µs";
      if (size < 0.9995) return digits(value * 1e3) + " ms";
      return size < 120 ? digits(value) + " s" : digits(value / 60) + " min";
    case "ratio":
    case "s/s":
      return digits(value * 100) + " %";
    case "bytes":
      return scaled(value, 1024, ["B", "KiB", "MiB", "GiB", "TiB"]);
    case "bytes/s":
      return scaled(value, 1024, ["B/s", "KiB/s", "MiB/s", "GiB/s", "TiB/s"]);
    default:
      return (scaled(value, 1000, ["", "k", "M", "G", "T"]) + " " + unit).trim();
  }
}

function scaled(value, base, units) {
  let step = 0;
  while (Math.abs(value) >= base * 0.9995 && step < units.length - 1) {
    value /= base;
    step++;
  }
  return `${digits(value)} ${units[step]}`.trim();
}

function digits(value) {
  return value === 0 ? "0" : String(Number(value.toPrecision(3)));
}
