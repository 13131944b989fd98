import { readFileSync, statSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { HearthError } from '@hearth/shared/protocol'
import type { ContentBlock, ImageType } from '@hearth/shared/session'
import { MAX_ATTACHMENT } from '../../limits.ts'

const IMAGES: Readonly<Record<string, ImageType>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
}

/** A file of this machine as part of a prompt: an image, or text. @throws {HearthError} `input.invalid` */
export const attachment = (file: string): ContentBlock => {
  const path = resolve(file)
  const bytes = read(path)
  const mimeType = IMAGES[extname(path).toLowerCase()]
  if (mimeType !== undefined) return { type: 'image', mimeType, data: bytes.toString('base64') }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return { type: 'resource', resource: { uri: pathToFileURL(path).href, text } }
  } catch (cause) {
    throw new HearthError('input.invalid', `${path} is neither an image nor text.`, { cause })
  }
}

const read = (path: string): Buffer => {
  try {
    const { size } = statSync(path)
    if (size <= MAX_ATTACHMENT) return readFileSync(path)
  } catch (cause) {
    throw new HearthError('input.invalid', `${path} can’t be read.`, { cause })
  }
  throw new HearthError('input.invalid', `${path} is larger than a prompt may be.`)
}
