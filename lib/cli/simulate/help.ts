export const help = `Usage: relay-rx simulate [options] [-- <command> [arguments]]

RELAY on this machine, on one port: for clients in any language at ws://127.0.0.1:8080, a phone
for the browser at http://127.0.0.1:8080/, and a control interface under /_relay/. It prints what
to set for a client. With a command it runs that with everything set, and ends as the command
does. SIGINT ends it with exit code 0.

Options:
  --port <n>          where to listen; 8080, and 0 for a free one
  --host <host>       the address to listen on; 127.0.0.1
  --allow-host <name> a name, beside localhost and addresses, by which requests may come; may be
                      given more than once
  --project <p>       the project that clients name
  --token <t>         its token
  --scenario <file>   callers that follow a script, JSON or YAML: they call when a client receives
                      their contexts, and the program ends with them
  --junit <file>      how the scenario went, as JUnit XML
  --wait <s>          how long a client may take to connect, in seconds; 30 with a scenario
  --record <file>     writes what passes as a recording, without credentials
  --speed <n>         prompts, callers and the timers of calls run n times as fast; 1
  --cert <file>       with --key: TLS, with this certificate (PEM)
  --key <file>        its private key
  --open              opens the phone in the browser
  --quiet             prints what to set for a client, and nothing after
  --help              this

Exit codes: 0 when all callers met what they expected, 1 when not, or when nobody connected in time,
2 for wrong usage, a port in use, or a scenario that cannot be read.
`;
