const STEP_MS = 2

/** Waits until `condition` holds. @throws after `withinMs`, saying `what` was awaited */
export const until = async (condition: () => boolean, what: string, withinMs = 8000): Promise<void> => {
  const end = performance.now() + withinMs
  while (!condition()) {
    if (performance.now() > end) throw new Error(`waited ${withinMs} ms in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, STEP_MS))
  }
}
