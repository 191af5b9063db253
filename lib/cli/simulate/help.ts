export const help = `Usage: relay-rx simulate [options] [-- <command> [arguments]]

RELAY on this machine, on one port: for clients in any language at ws://127.0.0.1:8080, a phone
for the browser at http://127.0.0.1:8080/, and a control interface under /_relay/. It prints
the environment variables for a client. A command is run with these variables set, and its exit
code is that of this program. SIGINT ends it with exit code 0.

Options:
  --port <n>          the port to listen on, 0 for a free one; 8080 by default
  --host <host>       the address to listen on; 127.0.0.1 by default
  --allow-host <name> a host name that requests may use, besides localhost and addresses; may be
                      given more than once
  --project <p>       the project id for clients
  --token <t>         the token of the project
  --scenario <file>   callers that follow a script (JSON or YAML). They call when a client receives
                      their contexts, and the program ends after the last one
  --junit <file>      writes the results of the scenario as JUnit XML
  --wait <s>          time for a client to connect, in seconds; 30 by default with a scenario
  --record <file>     writes a recording of all frames, without credentials
  --speed <n>         prompts, callers and the timers of calls run n times as fast; 1 by default
  --cert <file>       with --key: TLS, with this certificate (PEM)
  --key <file>        its private key
  --open              opens the phone in the browser
  --quiet             prints the environment variables and nothing else
  --help              prints this text

Exit codes: 0 when all callers passed, 1 when one failed or no client connected in time, 2 for
wrong usage, a port in use, or a scenario that cannot be read.
`;
