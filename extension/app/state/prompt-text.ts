import type { PromptContent } from '@hearth/shared/session'

/** A prompt's text: its blocks one below the other. */
export const promptText = (content: PromptContent): string => content.map(({ text }) => text).join('\n')
