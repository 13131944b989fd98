import { render } from '@solidjs/testing-library'
import { createSignal } from 'solid-js'
import { expect, it } from 'vitest'
import { Markdown } from './Markdown.tsx'

it('keeps finished blocks while the text grows, and closes what is open at the end', () => {
  const [text, setText] = createSignal('# One\n\nfirst\n\nsec')
  const [open, setOpen] = createSignal(true)
  const { container } = render(() => <Markdown text={text()} open={open()} />)
  const [heading, first] = container.querySelectorAll('h3, p')
  setText('# One\n\nfirst\n\nsecond **bold**\n\n- a')
  expect([...container.querySelectorAll('h3, p')].slice(0, 2)).toEqual([heading, first])
  setOpen(false)
  expect(container.querySelector('strong')?.textContent).toBe('bold')
  expect(container.querySelector('li')?.textContent).toBe('a')
})

it('touches nothing but the open block', async () => {
  const [text, setText] = createSignal('one\n\n- a\n- b\n\n```\nx\n```\n\nlast')
  const { container } = render(() => <Markdown text={text()} open />)
  const touched: Node[] = []
  const observer = new MutationObserver((records) => touched.push(...records.map(({ target }) => target)))
  for (const block of [...(container.firstElementChild?.children ?? [])].slice(0, -1))
    observer.observe(block, { subtree: true, childList: true, characterData: true, attributes: true })
  for (const delta of [' words', ' and **bold**', ' `code`', '\n\n', '- new']) setText(text() + delta)
  touched.push(...observer.takeRecords().map(({ target }) => target))
  expect(touched).toEqual([])
  expect(container.textContent).toContain('new')
})

it('starts again with a text that does not go on from the last one', () => {
  const [text, setText] = createSignal('one')
  const { container } = render(() => <Markdown text={text()} />)
  setText('two')
  expect(container.textContent).toBe('two')
})
