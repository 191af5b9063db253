// Bundled when the package is built, so that the program needs no dependency to read YAML and CSV.
export { parse as parseCsv } from 'csv-parse/sync';
export { LineCounter, isNode, parseDocument } from 'yaml';
