import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EXTENSION_FOLDER } from '../../browser/faces.ts'

/** What an extension's page costs by itself: the baseline. */
export const BLANK_PAGE = 'blank.html'

const HTML =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Blank</title><body><main><h1>Blank</h1></main>'

/** A copy of the built extension that has a blank page too. */
export const withBlankPage = (): { readonly folder: string; remove(): void } => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-blank-'))
  cpSync(EXTENSION_FOLDER, folder, { recursive: true })
  writeFileSync(join(folder, BLANK_PAGE), HTML)
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
