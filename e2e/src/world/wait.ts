/**
 * Waits until `probe` gives something other than undefined, null or false, looking every few milliseconds, or `every`.
 * @throws after `ms`, naming what was waited for and what `explain` says of the state then
 */
export const until = async <T>(
  what: string,
  probe: () => T | Promise<T>,
  { ms = 20_000, every = 10, explain }: { ms?: number; every?: number; explain?: () => string } = {},
): Promise<NonNullable<Exclude<T, false>>> => {
  const end = Date.now() + ms
  for (;;) {
    const value = await probe()
    if (value !== undefined && value !== null && value !== false)
      return value as NonNullable<Exclude<T, false>>
    if (Date.now() > end) throw new Error(`Waited ${ms} ms for ${what}${explain ? `\n${explain()}` : ''}`)
    await new Promise((next) => setTimeout(next, every))
  }
}
