import type { Locator } from 'playwright-core'

/**
 * Everything that a transcript shows, white space made one: a long one draws only what is in sight, so this scrolls
 * through it from its start to its end as a reader would, and takes each row once.
 */
export const readWhole = async (transcript: Locator): Promise<string> => {
  const text = await transcript.evaluate(async (log) => {
    const drawn = () =>
      new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))
    const rows = () =>
      [...log.querySelectorAll<HTMLElement>(':scope > * > *')].filter(
        (row) =>
          getComputedStyle(row).position === 'absolute' && row.checkVisibility({ visibilityProperty: true }),
      )
    const read = new Map<Element, string>()
    const order: Element[] = []
    const take = () => {
      const inSight = rows().sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
      for (const row of inSight) {
        if (!read.has(row)) order.push(row)
        // biome-ignore lint/performance/useDomNodeTextContent: what can be seen, not what the document holds
        read.set(row, row.innerText)
      }
    }
    log.scrollTop = 0
    await drawn()
    for (;;) {
      take()
      const before = log.scrollTop
      log.scrollTop = before + log.clientHeight / 2
      await drawn()
      if (log.scrollTop === before) break
    }
    take()
    return order.map((row) => read.get(row)).join('\n')
  })
  return text.replace(/\s+/g, ' ')
}
