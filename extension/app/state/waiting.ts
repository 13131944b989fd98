import { isFinished, type RequestView } from '@hearth/shared/link'
import { type Accessor, createMemo } from 'solid-js'
import type { HostView } from './host-view.ts'

/** How many requests wait for a person. */
export const countWaiting = (all: Iterable<ReadonlyMap<string, RequestView>>): number => {
  let count = 0
  for (const requests of all) for (const { state } of requests.values()) if (!isFinished(state)) count += 1
  return count
}

/** The page's title: how many wait comes first, as a tab shows little of it. */
export const pageTitle = (waiting: number): string => (waiting === 0 ? 'Hearth' : `(${waiting}) Hearth`)

/** How many wait at those hosts that are connected: of the others it is not known. */
export const waitingAt = (hosts: Accessor<readonly HostView[]>): Accessor<number> =>
  createMemo(() => {
    const known = hosts().filter((host) => host.status().connection === 'live')
    return countWaiting(known.map((host) => host.requests()))
  })

/** Where a browser shows a number at the icon of an installed page (https://w3c.github.io/badging/). */
export interface BadgedNavigator {
  setAppBadge?(count: number): Promise<void>
  clearAppBadge?(): Promise<void>
}

/** Puts the number at the page's icon where the browser can; a page that is not installed may be refused. */
export const showAppBadge = (waiting: number, browser: BadgedNavigator = navigator): void => {
  const shown = waiting > 0 ? browser.setAppBadge?.(waiting) : browser.clearAppBadge?.()
  shown?.catch(() => undefined)
}
