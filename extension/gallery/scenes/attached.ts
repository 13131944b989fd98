import type { Attachment, ImageAttachment } from '../../app/state/attachment.ts'
import type { Pages } from '../../app/state/pages.ts'
import type { Typed } from '../../app/state/typed.ts'

/** A small picture of warm stripes, as a PNG made here. */
const picture = (): string => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 64 })
  const context = canvas.getContext('2d')
  for (let at = 0; context !== null && at < 64; at += 8) {
    context.fillStyle = `hsl(${20 + at} 70% ${40 + at / 2}%)`
    context.fillRect(0, at, 64, 8)
  }
  return canvas.toDataURL('image/png').split(',')[1] ?? ''
}

const image = (id: string, name: string, data = picture()): ImageAttachment => ({
  ...{ id, kind: 'image', name, mimeType: 'image/png', data, url: null, note: null },
})

const page: Attachment = {
  ...{ id: 'p', kind: 'page', extent: 'selection', title: 'Using readable streams' },
  url: 'https://developer.mozilla.example/docs/Streams',
  markdown: '## Cancelling\n\nA stream that nobody reads should be cancelled.\n'.repeat(40),
  quote: 'should be cancelled',
}
const log: Attachment = {
  ...{ id: 't', kind: 'text', name: 'Pasted text' },
  text: 'TypeError: stream is locked\n    at pull (src/streams/reader.ts:41:9)\n'.repeat(70),
}
const file: Attachment = {
  ...{ id: 'f', kind: 'file', path: 'src/streams/reader.ts', uri: 'file:///w/src/streams/reader.ts' },
}

export const ATTACHED: Typed = {
  text: 'Why does this lock the stream? See @src/streams/reader.ts',
  attachments: [page, image('i', 'Screenshot 2026-11-21 at 16.20.png'), log, file],
}

export const ONE: Typed = { text: '', attachments: [image('i', 'photo.jpg')] }

export const FULL: Typed = {
  text: 'All of this',
  attachments: [page, image('a', 'one.png'), { ...log, text: 'x'.repeat(270_000) }],
}

const SITE = 'https://developer.mozilla.example/docs'

/** A browser with two tabs that can be named. */
export const PAGES: Pages = {
  waiting: () => [],
  trouble: () => null,
  settle: () => undefined,
  cancel: () => undefined,
  take: () => undefined,
  capture: async () => ({ ok: true, attachment: page }),
  tabs: () => [
    { id: 1, title: 'Using readable streams', url: `${SITE}/Streams`, active: true },
    { id: 2, title: 'String.prototype.at()', url: `${SITE}/String`, active: false },
  ],
  allowTabs: async () => true,
  show: async () => undefined,
  isOff: () => false,
  switchSite: () => undefined,
}
