import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eagerScripts, gzipKb } from './eager.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hearth-eager-'))
  const file = (name: string, text: string) => writeFileSync(join(folder, name), text)
  file(
    'page.html',
    '<script type="module" crossorigin src="/a.js"></script><link rel="modulepreload" crossorigin href="./b.js">',
  )
  file('a.js', 'import{x as y}from"./b.js";import"./c.js";const z=()=>import("./lazy.js");export{y as z}')
  file('b.js', 'export const x=1')
  file('c.js', 'export*from"./d.js"')
  file('d.js', 'export{x}from"./b.js"')
  file('lazy.js', 'export const never = 1')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('follows static imports, each once, and leaves what is loaded later', () => {
  const scripts = eagerScripts(folder, 'page.html')
  expect(scripts.map((path) => basename(path)).sort()).toEqual(['a.js', 'b.js', 'c.js', 'd.js'])
  expect(gzipKb(scripts)).toBeGreaterThan(0.1)
})
