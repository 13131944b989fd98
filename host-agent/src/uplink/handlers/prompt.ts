import { ERRORS, HearthError, toWireError } from '@hearth/shared/protocol'
import { MAX_PROMPTS, PROMPT_RETRIES_MS } from '../limits.ts'
import type { Context, NoteHandlers } from './context.ts'

/** Will the same prompt be admitted later without anybody changing anything? Then the device must keep it. */
const isPassing = (error: unknown): boolean => {
  const kind = error instanceof HearthError ? ERRORS[error.code][1] : 'internal'
  return kind === 'unavailable' || kind === 'internal'
}

type Prompt = Parameters<NoteHandlers['prompt']>[0]

const admit = async (message: Prompt, context: Context, tries: number): Promise<void> => {
  const { services, channel, send } = context
  const { t: _, ...prompt } = message
  const { id, session } = message
  try {
    const { turn } = await services.sessions.admit({ ...prompt, by: channel.deviceId })
    context.prompts.admitting -= 1
    send({ t: 'admitted', id, session, turn })
  } catch (error) {
    if (isPassing(error)) return again(message, context, tries, error)
    context.prompts.admitting -= 1
    send({ t: 'refused', id, error: toWireError(error) })
  }
}

/** `refused` is for good. What passes is tried again while the channel lives, then left to the device's outbox. */
const again = (message: Prompt, context: Context, tries: number, error: unknown): void => {
  const { services, channel, giveUp } = context
  const wait = PROMPT_RETRIES_MS[tries]
  services.log(`a prompt was not admitted (${error instanceof HearthError ? error.code : 'host.internal'})`)
  if (wait === undefined) return giveUp('prompts can’t be admitted')
  services.clock.after(wait, () => {
    if (channel.live) void admit(message, context, tries + 1)
  })
}

/** Prompts: answered by `admitted` or `refused`, whichever comes of their id. */
export const promptHandler: Pick<NoteHandlers, 'prompt'> = {
  prompt(message, context) {
    if (context.prompts.admitting >= MAX_PROMPTS) return context.giveUp('too many prompts at once')
    context.prompts.admitting += 1
    void admit(message, context, 0)
  },
}
