import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from 'playwright-core'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))

const build = (folder: string): void => {
  const resolve = createRequire(join(ROOT, 'package.json')).resolve
  const vite = join(dirname(resolve('vite/package.json')), 'bin', 'vite.js')
  const config = join(ROOT, 'extension', 'app', 'features', 'session', 'bench', 'vite.config.ts')
  execFileSync(process.execPath, [vite, 'build', '-c', config, '--outDir', folder], { cwd: ROOT })
}

/** A page that can show sessions of any length, and what is called in it by name. */
export interface SessionPage {
  readonly page: Page
  /** Runs a function of features/session/bench in the page. */
  run(call: string): Promise<number>
}

/** Builds the session's screen into a page of a panel's size, and closes all behind `work`. */
export const withSessionPage = async <T>(
  program: string,
  work: (page: SessionPage) => Promise<T>,
): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-bench-'))
  const browser = await chromium.launch({
    executablePath: program,
    args: ['--no-sandbox', '--disable-gpu', '--force-prefers-reduced-motion'],
  })
  try {
    build(folder)
    const page = await browser.newPage({ viewport: { width: 400, height: 720 } })
    await page.setContent('<!doctype html><html lang="en"><title>bench</title><body></body></html>')
    await page.addStyleTag({ path: join(folder, 'session.css') })
    await page.addScriptTag({ path: join(folder, 'session.js') })
    return await work({ page, run: (call) => page.evaluate<number>(`bench.${call}`) })
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
