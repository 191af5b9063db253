// Bundled into this file when the package is built: the program needs no dependency to read YAML and CSV.
export { parse as parseCsv } from 'csv-parse/sync';
export { LineCounter, isNode, parseDocument } from 'yaml';
