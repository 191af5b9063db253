// The messages and suggestions that an editor shows for a few lines of a user's code.
import { join } from 'node:path';
import ts from 'typescript';

const HEAD = `import {
  RelayClient, digits, eachCall, menu, pause, phone, reprompt, stop, tts, volume, type Call, type CommandResult,
} from 'relay-rx';
import { NEVER, concat, retry } from 'rxjs';
declare const call: Call;
declare const client: RelayClient;
`;
const FILE = join(process.cwd(), 'spec', 'snippet.ts');

const options = (): ts.CompilerOptions => {
  const { config } = ts.readConfigFile('tsconfig.json', (file) => ts.sys.readFile(file)) as {
    config: object;
  };
  return ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, process.cwd()).options;
};

/** A language service with one file, whose text each query replaces. */
export class Snippets {
  readonly #service: ts.LanguageService;
  #text = '';
  #version = 0;

  constructor() {
    const settings = options();
    this.#service = ts.createLanguageService({
      getCompilationSettings: () => settings,
      getScriptFileNames: () => [FILE],
      getScriptVersion: (file) => (file === FILE ? String(this.#version) : '0'),
      getScriptSnapshot: (file) => {
        const text = file === FILE ? this.#text : ts.sys.readFile(file);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => process.cwd(),
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: (file) => file === FILE || ts.sys.fileExists(file),
      readFile: (file) => ts.sys.readFile(file),
      readDirectory: ts.sys.readDirectory,
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
    });
  }

  /** The compiler's messages for some code, each with the text that it underlines. */
  messages(code: string): { readonly at: string; readonly message: string }[] {
    this.#write(code);
    const all = [
      ...this.#service.getSyntacticDiagnostics(FILE),
      ...this.#service.getSemanticDiagnostics(FILE),
    ];
    return all.map(({ start = 0, length = 0, messageText }) => ({
      at: this.#text.slice(start, start + length),
      message: ts.flattenDiagnosticMessageText(messageText, '\n'),
    }));
  }

  /** The completions at `|` in the code. */
  suggestions(code: string): string[] {
    return this.#at(code, (position) => {
      const completions = this.#service.getCompletionsAtPosition(FILE, position, {});
      return completions?.entries.map(({ name }) => name) ?? [];
    });
  }

  /** The hover text at `|` in the code: the type, and the docstring with its tags. */
  hover(code: string): { readonly type: string; readonly text: string } {
    return this.#at(code, (position) => {
      const info = this.#service.getQuickInfoAtPosition(FILE, position);
      const tags = info?.tags?.map(({ name, text }) => `@${name} ${ts.displayPartsToString(text)}`) ?? [];
      return {
        type: ts.displayPartsToString(info?.displayParts),
        text: [ts.displayPartsToString(info?.documentation), ...tags].join('\n'),
      };
    });
  }

  dispose(): void {
    this.#service.dispose();
  }

  #at<R>(code: string, ask: (position: number) => R): R {
    const position = code.indexOf('|');
    if (position < 0) throw new Error(`where in ${code}?`);
    this.#write(code.replace('|', ''));
    return ask(HEAD.length + position);
  }

  #write(code: string): void {
    this.#text = `${HEAD}${code}\nexport {};\n`;
    this.#version += 1;
  }
}
