import type { MakeClientSide } from '../client-side.ts'
import { noClientSide } from '../probe.ts'
import { elicit } from './elicitation/elicitation.ts'

/**
 * Serves forms and nothing else: what an agent does with files and commands it does itself, and asks before
 * (docs/decisions/0017-agents-keep-their-own-hands.md).
 */
export const formsOnly: MakeClientSide = (place) => {
  const none = noClientSide(place)
  return {
    ...none,
    capabilities: () => ({ elicitation: { form: {} } }),
    handle: async (method, params, signal) => {
      // Also what was not offered is called: opencode's fs/write_text_file.
      if (method !== 'elicitation/create') return none.handle(method, params, signal)
      const { response, notice } = await elicit(params, place, signal)
      if (notice !== null) place.notice(notice)
      return response
    },
  }
}
