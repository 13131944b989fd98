import { visible } from '@hearth/shared/session'
import { appendText } from '../characters/nodes.ts'
import { TEXT_LIMITS } from '../limits.ts'
import { more } from '../words.ts'
import styles from './link.module.css'
import { hostOf, namesAnotherHost } from './url.ts'

const destinations = new WeakMap<Element, URL>()

/** Where a drawn link leads. */
export const destinationOf = (link: Element): URL | undefined => destinations.get(link)

/**
 * A link in an agent's text. It carries no address that the browser could follow, prefetch or resolve: a press asks
 * first (see `listenForLinks`), and the address is in its title.
 */
export const linkElement = (label: Node, url: URL): HTMLElement => {
  const link = document.createElement('a')
  link.className = styles.link ?? ''
  link.setAttribute('role', 'link')
  link.tabIndex = 0
  link.title = visible(url.href)
  const text = label.textContent ?? ''
  link.appendChild(label)
  if (text.trim() === '') appendText(link, url.href, 'line')
  else if (namesAnotherHost(text, url)) {
    const host = document.createElement('span')
    host.className = styles.host ?? ''
    appendText(host, ` (${hostOf(url)})`, 'line')
    link.appendChild(host)
  }
  destinations.set(link, url)
  return link
}

/** What stands behind the label of a link that leads nowhere a person may go from here. */
export const refusedDestination = (destination: string): HTMLElement => {
  const span = document.createElement('span')
  span.className = styles.refused ?? ''
  const length = TEXT_LIMITS.destinationShown.value
  const cut = destination.length > length
  appendText(span, ` (${cut ? destination.slice(0, length) : destination}`, 'line')
  if (cut) span.append(more(destination.length - length))
  span.append(')')
  return span
}
