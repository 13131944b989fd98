/** What people read in menus and in pages. */
export const MENU = {
  selection: 'Ask Hearth about this',
  page: 'Ask Hearth about this page',
  link: 'Ask Hearth about this link',
  picture: 'Ask Hearth about this image',
  site: 'Switch Hearth off on this site',
  off: 'Hearth is off on this site: switch it on',
} as const

export const PICK = {
  hint: 'Click what you want to ask about · Esc ends this',
  esc: 'Esc ends this',
  size: (width: number, height: number): string => `${width} × ${height} px`,
} as const

export const FAILURE = {
  internal: 'This is a page of the browser itself, which no extension may read. Open a page of the web.',
  document:
    'The browser shows this document with a viewer of its own, which lets nobody read it. Select text in it and choose “Ask Hearth about this” with the right mouse button, or attach a screenshot.',
  off: (site: string): string => `Hearth is switched off on ${site}. Nothing was read.`,
  private: 'This is a private window. Hearth does not read there.',
  access:
    'Hearth reads a page only where you ask for it: choose “Ask Hearth about this page” with the right mouse button on it, or press the shortcut for that. Screenshots need the same.',
  notAllowed: 'This site was not allowed. Nothing was read.',
  emptySelection: 'Nothing is selected on this page. Select some text first, or attach the whole page.',
  emptyPage: 'There is no text to be seen on this page. A screenshot may show what you mean.',
  cancelled: 'Nothing was picked.',
  large: 'This picture could not be made small enough to send. Attach a part of it instead.',
  failed: 'The page could not be read. Reload it and try again, or attach a screenshot.',
  screen: 'The browser gave no picture of this page. Scroll a little and try again.',
  slow: 'The page did not answer in time. Reload it and try again, or attach a screenshot.',
  noTab: 'There is no page beside this panel.',
} as const

/** What attachments are called. */
export const NAMES = {
  screenshot: 'Screenshot',
} as const
