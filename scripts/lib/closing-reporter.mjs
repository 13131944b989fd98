import { writeFileSync } from 'node:fs'

/** The file to which the reporter writes its summary, as JSON, for the script that started vitest. */
export const SUMMARY_FILE = 'HEARTH_TEST_SUMMARY'

function nameOf(test) {
  return `${test.module.relativeModuleId} > ${test.fullName}`
}

/**
 * A vitest reporter that counts, and gathers why each test was skipped: `ctx.skip('reason')` gives the reason.
 * A skip without one is unexplained, unless a name filter left the test out.
 */
export default class ClosingReporter {
  onInit(vitest) {
    this.filtered = Boolean(vitest.config.testNamePattern)
  }

  onTestRunEnd(modules, unhandledErrors) {
    const summary = { passed: 0, failed: unhandledErrors.length, skipped: [], unexplained: [] }
    for (const module of modules) {
      let failedInModule = 0
      for (const test of module.children.allTests()) {
        const result = test.result()
        if (result.state === 'passed') summary.passed++
        else if (result.state === 'failed') failedInModule++
        else if (result.note) summary.skipped.push({ test: nameOf(test), reason: result.note })
        else if (!this.filtered) summary.unexplained.push(nameOf(test))
      }
      // A file that cannot be loaded, or whose hooks throw, fails without a test of its own failing.
      if (failedInModule === 0 && module.state() === 'failed') failedInModule = 1
      summary.failed += failedInModule
    }
    const file = process.env[SUMMARY_FILE]
    if (file) writeFileSync(file, JSON.stringify(summary))
  }
}
