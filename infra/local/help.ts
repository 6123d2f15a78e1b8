/** What `npm start -- --help` prints: the table of the README, for a terminal. */
export const HELP = `npm start [-- --no-story]

Runs the registry on this machine. On an empty one it tells the sample chain first, over its own HTTP API; --no-story leaves
that out. Ctrl-C or SIGTERM stops it; what was told stays in the data folder, and the next start goes on with it.

  PORT                  HTTP API (3000)
  STEP_FUNCTIONS_PORT   Step Functions API, for the aws command (8083)
  DATA_DIR              where everything is kept (.data); delete it to begin anew
  DYNAMODB_ENDPOINT     use this instead of the embedded engine
  OUTBOUND_HOSTS        hosts to which anything may be sent, e.g. "hooks.example.cn *.partner.cn:8443"
  MAIL_RELAY, MAIL_FROM a mail relay such as smtp.example.cn:465, and the address from which mail comes
  MAIL_USER             who signs in there, by the password in secrets/mailPassword of the data folder
  MAIL_RELAY_ADDRESSES  IP addresses that the relay may have though they are not public
  TEXT_GATEWAY          where text messages are posted, https://…
  PUBLIC_URL            where people reach it, e.g. https://registry.example.cn
  HOST                  the address on which it listens (127.0.0.1: this machine only)
  TLS_CERT, TLS_KEY     a certificate and its key, in PEM (made where HOST needs them)
  DEV_PORT              a port of this machine for /dev/*, where others reach the host

Tokens of every role: . .data/tokens.sh   (of DATA_DIR), or npm run -s token -- --help
README.md tells the rest.
`;
