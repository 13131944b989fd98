import type { Entry, Item } from '@hearth/host-agent/demo/model'

/** What a model was sent: whose dialect, the prompt that it was to answer, and the transcript that came along. */
export interface Asked {
  readonly dialect: Entry['dialect']
  readonly prompt: string
  readonly items: readonly Item[]
}

/** Everything that a world's model is asked, auxiliary requests left out: give `onAsk` to the model. */
export class AskedLog {
  readonly all: Asked[] = []
  readonly onAsk = ({ dialect, prompt, auxiliary }: Entry, items: readonly Item[]): void => {
    if (!auxiliary) this.all.push({ dialect, prompt, items })
  }

  /** The last request for the prompt that holds these words. @throws where there is none */
  last(words: string): Asked {
    const found = this.all.findLast(({ prompt }) => prompt.includes(words))
    if (found === undefined) throw new Error(`the model was never asked “${words}”`)
    return found
  }

  /** In which order prompts that hold one of these words were first seen. */
  order(words: readonly string[]): string[] {
    const seen = this.all.flatMap(({ prompt }) => words.filter((word) => prompt.includes(word)))
    return [...new Set(seen)]
  }
}

/** The person's own earlier words that an agent remembers, without what it was told of others. */
export const remembered = ({ items }: Asked): string =>
  items
    .filter(({ kind }) => kind === 'user' || kind === 'assistant')
    .map(({ text }) => text.replace(/<session-record>[\s\S]*?<\/session-record>/g, ''))
    .join('\n')

/** What an agent was told of what others did. */
export const told = ({ items }: Asked): string =>
  items.flatMap(({ text }) => /<session-record>[\s\S]*?<\/session-record>/.exec(text)?.[0] ?? []).join('\n')
