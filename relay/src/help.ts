/** What `hearth-relay --help` says. */
export const HELP = `hearth-relay: the meeting point of Hearth's hosts and devices. It carries sealed messages and can read none.

Usage: hearth-relay [--help]

Settings, from the environment:
  HOST               address to listen on                       127.0.0.1
  PORT               port to listen on                          4870
  RELAY_ORIGIN       the relay's public address, as in links    http://HOST:PORT on loopback, else required
  RELAY_ORIGINS      origins of more pages and extensions that may connect; separated by commas
  RELAY_DATA         folder of its database file                $XDG_STATE_HOME/hearth-relay
  DATABASE_URL       postgres://… to use PostgreSQL instead of a file
  RELAY_WEB_ROOT     folder of the web app's files              none: a text says what this is
  RELAY_PUSH_HOSTS   push services that pushes are passed on to; separated by commas; none for nobody
                     default: those of Chrome, Firefox, Edge and Safari
  RELAY_TRUST_PROXY  1 behind a proxy that sets X-Forwarded-For  0

GET /health answers while it runs, GET /ready when its database can be used. Logs are JSON, one line an event.
Exit codes: 0 stopped by a signal, 1 it can't listen, 2 a setting is wrong.
`
