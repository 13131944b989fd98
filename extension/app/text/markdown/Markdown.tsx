import { createRenderEffect, type JSX, onCleanup } from 'solid-js'
import { listenForCode } from '../code/actions.ts'
import { codeBlocksIn } from '../code/code-block.ts'
import { highlightLater } from '../code/highlight-later.ts'
import { listenForLinks } from '../links/ask.ts'
import styles from './markdown.module.css'
import { createMarkdown } from './stream.ts'

/**
 * An agent's Markdown. While `open`, its text may grow and only the open block is drawn anew; a text that does not go
 * on from the last one is drawn from its start. Everything in it is inert: no HTML, no images, links ask first.
 */
export const Markdown = (props: { text: string; open?: boolean }): JSX.Element => {
  const target = document.createElement('div')
  target.className = styles.markdown ?? ''
  const unmounted = new AbortController()
  onCleanup(() => unmounted.abort())
  const stream = createMarkdown(target, (closed) => {
    for (const block of codeBlocksIn(closed)) highlightLater(block, unmounted.signal)
  })
  listenForLinks(target)
  listenForCode(target)
  let shown = ''
  let finished = false
  createRenderEffect(() => {
    const { text, open } = props
    if (finished || !text.startsWith(shown)) {
      if (text !== shown || open) {
        stream.reset(text)
        finished = false
      }
    } else stream.append(text.slice(shown.length))
    shown = text
    if (!open && !finished) {
      finished = true
      stream.finish()
    }
  })
  return target
}
