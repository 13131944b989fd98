const HINT = "give one: ctx.skip(missing, 'why') in the test, or in a beforeEach for a whole group"

/**
 * The last lines of a test run, from the reporter's summary, and whether all is well. Skips are never silent:
 * they are counted with their reasons, and one without a reason counts as a failure.
 * @param {{ passed: number, failed: number, skipped: { reason: string }[], unexplained: string[] } | undefined} summary
 *   undefined when the run died before it could report
 * @param {number} exitCode vitest's own
 * @returns {{ lines: string[], passed: number, failed: number, ok: boolean }}
 */
export function closing(summary, exitCode) {
  if (summary === undefined) {
    const lines = [`the test run ended with code ${exitCode} before it could report`, '0 passed, 1 failed']
    return { lines, passed: 0, failed: 1, ok: false }
  }
  const lines = []
  for (const name of summary.unexplained) lines.push(`skipped without a reason (counts as failed): ${name}`)
  if (summary.unexplained.length > 0) lines.push(HINT)
  if (summary.skipped.length > 0) {
    const counts = new Map()
    for (const { reason } of summary.skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1)
    const reasons = [...counts].map(([reason, count]) => `${count} × ${reason}`)
    lines.push(`skipped ${summary.skipped.length}: ${reasons.join('; ')}`)
  }
  const { passed } = summary
  let failed = summary.failed + summary.unexplained.length
  if (failed === 0 && passed === 0) {
    lines.push('no test ran')
    failed = 1
  }
  if (failed === 0 && exitCode !== 0) {
    lines.push(`the test runner ended with code ${exitCode} although no test failed`)
    failed = 1
  }
  lines.push(`${passed} passed, ${failed} failed`)
  return { lines, passed, failed, ok: failed === 0 }
}
