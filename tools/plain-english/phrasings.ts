/** A phrasing that makes a reader stop, and what to write. */
export interface Phrasing {
  readonly pattern: RegExp;
  readonly instead: string;
}

/** Not used in documents, docstrings, comments and messages. Each pattern is global, and ignores case. */
export const phrasings: readonly Phrasing[] = [
  { pattern: /\btold\b/gi, instead: 'reported, given, or what is done: "is reported on `errors$`"' },
  { pattern: /\btells of\b/gi, instead: 'reports, describes' },
  { pattern: /\bunless (it is )?told otherwise\b/gi, instead: 'by default' },
  { pattern: /\bunder way\b/gi, instead: 'in progress, in flight' },
  { pattern: /\bof the moment\b/gi, instead: 'current' },
  { pattern: /\bwhoever\b/gi, instead: 'who exactly: the caller, a client, the subscriber' },
  { pattern: /\blet(s|ting)? go( of)?\b/gi, instead: 'unsubscribes, releases' },
  { pattern: /\b(comes?|came) to nothing\b/gi, instead: 'fails, ends without a result' },
  { pattern: /\bno going on\b/gi, instead: 'cannot continue' },
  { pattern: /\bin peace\b/gi, instead: 'without an error' },
  { pattern: /\band (its|their) kin\b/gi, instead: 'and the like' },
  { pattern: /\bhears? of\b/gi, instead: 'receives, learns about' },
  {
    pattern: /\b(as|when|once|while) (it|an? [a-z]+|the [a-z]+) is left\b(?! out)/gi,
    instead: 'when it is unsubscribed',
  },
  { pattern: /\btakes? (it|them) back\b/gi, instead: 'cancels it' },
  { pattern: /\b(goes|went|going|go) on\b(?! (the|a|an|its|their|channels|hold)\b)/gi, instead: 'continues' },
  { pattern: /\bmakes nothing of\b/gi, instead: 'ignores' },
  { pattern: /\bfor the sake of\b/gi, instead: 'for' },
  { pattern: /\bin vain\b/gi, instead: 'without an answer' },
  { pattern: /\bsets? (forth|about)\b/gi, instead: 'begins' },
  { pattern: /\bwhat (becomes|became|comes|came) of\b/gi, instead: 'the outcome of, what happens to' },
  { pattern: /\bas far as [\w ]+ (is|are) concerned\b/gi, instead: 'as X sees it' },
  { pattern: /\bunless given\b/gi, instead: 'by default' },
  { pattern: /\bsays? otherwise\b/gi, instead: 'by default, or what changes it' },
  { pattern: /, for one\b/gi, instead: 'for example' },
  { pattern: /\ball the same(?=[.,;:])/gi, instead: 'nevertheless' },
  { pattern: /\bfor ever\b/gi, instead: 'without an end, without a limit' },
  { pattern: /\banew\b/gi, instead: 'again' },
  { pattern: /\bdead air\b/gi, instead: 'silence' },
  { pattern: /\bas (it|they) stands?\b/gi, instead: 'as it is' },
  { pattern: /\bgo(es)? unheard\b/gi, instead: 'is lost, is ignored' },
];

/** Beginnings that a docstring must not have. */
export const opening: Phrasing = {
  pattern: /^(what|who|whom|whose|whoever)\b/i,
  instead: 'begin with a noun or a verb',
};
