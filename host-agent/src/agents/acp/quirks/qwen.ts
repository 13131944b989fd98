import type { Quirks } from '../spec.ts'
import { tokens } from '../usage.ts'
import { read, Usage } from '../wire.ts'

/**
 * Qwen Code. Its first mode is `auto`, in which a model decides what needs no asking, also after it was taken up again
 * (recordings/qwen/start, load). It tells the usage of each step in the `_meta` of an empty text (recordings/qwen/text).
 */
export const qwen: Quirks = {
  choose: { mode: 'default' },
  signIn: 'qwen, then /auth',
  stepUsageOf: (meta) => {
    const usage = read(Usage, meta.usage)
    return usage === null ? null : { ...tokens(usage), cost: 0 }
  },
}
