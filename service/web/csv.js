// CSV (RFC 4180) that a spreadsheet reads as data, never as a formula.

const BOM = "\uFEFF"; // else Excel takes UTF-8 for something else

/** `rows` are objects of one shape. */
export function csv(rows) {
  const names = Object.keys(rows[0] ?? {});
  const lines = [names, ...rows.map((row) => names.map((name) => row[name]))];
  return BOM + lines.map((line) => line.map(cell).join(",") + "\r\n").join("");
}

function cell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return String(value);
  const text = /^[\s]*[=+\-@]|^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
