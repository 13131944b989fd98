import { appendText } from '../characters/nodes.ts'
import { ADDRESS, CANCEL, COPY_ADDRESS, LEADS_OUT, OPEN, openHost } from '../words.ts'
import styles from './ask.module.css'
import { destinationOf } from './link.ts'
import { hostOf } from './url.ts'

const make = <T extends keyof HTMLElementTagNameMap>(tag: T, className?: string, text?: string) => {
  const made = document.createElement(tag)
  if (className !== undefined) made.className = className
  if (text !== undefined) made.textContent = text
  return made
}

/**
 * Asks before an agent's link is followed: names the host and shows the whole address. Only here is there an anchor
 * that the browser can follow. Escape, Cancel and a press beside it close it; the focus goes back by itself.
 */
const askToOpen = (url: URL): void => {
  const dialog = make('dialog', styles.ask)
  const title = make('h2', styles.title)
  appendText(title, openHost(hostOf(url)), 'line')
  dialog.setAttribute('aria-label', title.textContent ?? '')
  const address = make('p', styles.address)
  address.tabIndex = 0
  address.setAttribute('role', 'group')
  address.setAttribute('aria-label', ADDRESS)
  appendText(address, url.href, 'line')
  const open = make('a', styles.open, OPEN)
  open.href = url.href
  open.target = '_blank'
  open.rel = 'noreferrer noopener'
  open.autofocus = true
  const cancel = make('button', styles.cancel, CANCEL)
  const copy = make('button', styles.cancel, COPY_ADDRESS)
  cancel.type = 'button'
  copy.type = 'button'
  const buttons = make('div', styles.buttons)
  buttons.append(open, copy, cancel)
  dialog.append(title, make('p', styles.out, LEADS_OUT), address, buttons)

  const close = () => dialog.close()
  // The same press that opened this: the second of two clicks, or Enter that is held down and repeats.
  open.addEventListener('keydown', (event) => {
    if (event.repeat) event.preventDefault()
  })
  open.addEventListener('click', (event) => {
    if (event.detail > 1) event.preventDefault()
    else close()
  })
  cancel.addEventListener('click', close)
  copy.addEventListener('click', () => {
    navigator.clipboard.writeText(url.href).then(close, () => getSelection()?.selectAllChildren(address))
  })
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) close()
  })
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}

/** Makes the links in `root` ask when they are pressed, now and later. */
export const listenForLinks = (root: HTMLElement): void => {
  const press = (event: Event): void => {
    const link = event.target instanceof Element ? event.target.closest('[role="link"]') : null
    const url = link === null ? undefined : destinationOf(link)
    if (url === undefined) return
    event.preventDefault()
    askToOpen(url)
  }
  root.addEventListener('click', press)
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') press(event)
  })
}
