import type { Accessor } from 'solid-js'
import type { Attachment } from './attachment.ts'

/** A tab that can be asked about. */
export interface PageTab {
  readonly id: number
  readonly title: string
  readonly url: string
  /** Is it the one beside this panel? */
  readonly active: boolean
}

/** What can be taken from a page. */
export type Capture = 'selection' | 'page' | 'screenshot' | 'element'

/** Why nothing could be taken, in words for the person; `off`: switched off for this site. */
export interface CaptureFailure {
  readonly why: 'internal' | 'off' | 'private' | 'no-access' | 'empty' | 'cancelled' | 'too-large' | 'failed'
  readonly words: string
  /** The site that it is switched off for. */
  readonly site?: string
}

export type Captured =
  | { readonly ok: true; readonly attachment: Attachment }
  | { readonly ok: false; readonly failure: CaptureFailure }

/** The pages of the browser around this panel. */
export interface Pages {
  /** Taken by the context menu, a key or a share, and not yet in a composer; the oldest first. */
  readonly waiting: Accessor<readonly Attachment[]>
  /** It is in a composer now. */
  take(id: string): void
  /** Why the last press outside of the panel came to nothing; null once it was read. */
  readonly trouble: Accessor<CaptureFailure | null>
  settle(): void
  /** Call it within the person’s press. `tab` null: the one beside this panel. Never throws. */
  capture(what: Capture, tab: number | null): Promise<Captured>
  /** Ends the picking of an element that goes on. */
  cancel(): void
  /** Tabs that can be named; null until the person has allowed it. */
  readonly tabs: Accessor<readonly PageTab[] | null>
  /** Asks to see the tabs; call it within the person’s press. Never throws. */
  allowTabs(): Promise<boolean>
  /** Shows the place that was quoted in the page’s own tab, or in a new one. */
  show(page: { readonly url: string; readonly quote: string | null }): Promise<void>
  /** Is capturing switched off for a site? The host of its address. */
  isOff(site: string): boolean
  switchSite(site: string, off: boolean): void
}
