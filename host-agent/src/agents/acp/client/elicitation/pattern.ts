import { createContext, Script } from 'node:vm'
import { FORM_PATTERN_LENGTH, FORM_PATTERN_MS } from '../../../limits.ts'

const TEST = new Script('new RegExp(pattern, "u").test(text)')

/**
 * Reads an agent's pattern, as JSON Schema has them: ECMAScript's, not anchored. Null where it is none, or too long.
 * Since some patterns take for ever on some texts, each test is cut off after FORM_PATTERN_MS.
 */
export function patternOf(pattern: string): ((text: string) => 'fits' | 'differs' | 'too slow') | null {
  if (pattern.length > FORM_PATTERN_LENGTH) return null
  try {
    new RegExp(pattern, 'u')
  } catch {
    return null
  }
  return (text) => {
    try {
      const fits: unknown = TEST.runInContext(createContext({ pattern, text }), { timeout: FORM_PATTERN_MS })
      return fits === true ? 'fits' : 'differs'
    } catch {
      return 'too slow'
    }
  }
}
