/** What may be logged about an event: never payloads, sizes, addresses or whole keys. */
export type LogFields = Record<string, string | number | boolean | null>

/** Where the relay says what happens. */
export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

/** Eight characters of a key or name: enough to follow it through a log, too few to meet it. */
export const shortened = (name: string): string => name.slice(0, 8)

/** One JSON object a line. */
export const jsonLog = (write: (line: string) => void, now: () => number = Date.now): Log => {
  const at =
    (level: string) =>
    (event: string, fields: LogFields = {}): void =>
      write(`${JSON.stringify({ time: new Date(now()).toISOString(), level, event, ...fields })}\n`)
  return { info: at('info'), warn: at('warn'), error: at('error') }
}

/** Says nothing. */
export const silentLog: Log = jsonLog(() => undefined)
