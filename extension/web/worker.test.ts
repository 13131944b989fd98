import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createWorker } from './worker.ts'
import { shellOf } from './worker-plugin.ts'

const ORIGIN = 'https://relay.example'

/** As much of a browser's caches as the worker asks for. */
const fakeCaches = (fetch: (request: Request) => Promise<Response>) => {
  const stores = new Map<string, Map<string, Response>>()
  const key = (asked: Request | string): string =>
    asked instanceof Request ? new URL(asked.url).pathname : asked
  const open = async (name: string) => {
    const store = stores.get(name) ?? new Map<string, Response>()
    stores.set(name, store)
    return {
      match: async (asked: Request | string) => store.get(key(asked))?.clone(),
      put: async (asked: Request | string, response: Response) => void store.set(key(asked), response),
      addAll: async (requests: Request[]) => {
        const all = await Promise.all(
          requests.map(async (request) => [key(request), await fetch(request)] as const),
        )
        if (all.some(([, response]) => !response.ok)) throw new TypeError('one is missing')
        for (const [path, response] of all) store.set(path, response)
      },
    }
  }
  const caches = {
    open,
    keys: async () => [...stores.keys()],
    delete: async (name: string) => stores.delete(name),
  }
  return { caches: caches as unknown as CacheStorage, stores }
}

/** happy-dom's requests can't be navigations; a browser's can. */
const navigation = (path: string): Request =>
  Object.defineProperty(new Request(`${ORIGIN}${path}`), 'mode', { value: 'navigate' })
const text = async (answer: Promise<Response> | null): Promise<string | undefined> => (await answer)?.text()

let relay: Map<string, string>
let online: boolean
let hangs: boolean
let late: (() => void) | undefined
const fetched = vi.fn<(path: string) => void>()

const world = (version = 'one') => {
  const fetch = async (asked: Request | string): Promise<Response> => {
    const path = new URL(asked instanceof Request ? asked.url : asked).pathname
    fetched(path)
    if (!online) throw new TypeError('no network')
    if (hangs) return new Promise(() => undefined)
    const body = relay.get(path)
    return body === undefined ? new Response('none', { status: 404 }) : new Response(body)
  }
  const { caches, stores } = fakeCaches(fetch)
  const wait = () =>
    new Promise<void>((resolve) => {
      late = resolve
    })
  const make = (named: string) =>
    createWorker({ caches, origin: ORIGIN, shell: ['/', '/assets/app.js'], version: named, fetch, wait })
  return { worker: make(version), make, stores }
}

beforeEach(() => {
  relay = new Map([
    ['/', 'page'],
    ['/assets/app.js', 'code'],
    ['/assets/lazy.js', 'more code'],
    ['/health', 'well'],
  ])
  online = true
  hangs = false
  late = undefined
  fetched.mockClear()
})

describe('the worker', () => {
  it('starts the app without a network, whatever its address', async () => {
    const { worker } = world()
    await worker.install()
    online = false
    expect(await text(worker.answer(navigation('/')))).toBe('page')
    expect(await text(worker.answer(navigation('/p')))).toBe('page')
    expect(await text(worker.answer(new Request(`${ORIGIN}/assets/app.js`)))).toBe('code')
  })

  it('asks the relay for the page first, so that a new version shows', async () => {
    const { worker } = world()
    await worker.install()
    relay.set('/', 'newer page')
    expect(await text(worker.answer(navigation('/')))).toBe('newer page')
  })

  it('shows what is kept when the relay fails', async () => {
    const { worker } = world()
    await worker.install()
    relay.delete('/')
    expect(await text(worker.answer(navigation('/')))).toBe('page')
  })

  it('shows what is kept when the relay does not answer in time', async () => {
    const { worker } = world()
    await worker.install()
    hangs = true
    const answer = text(worker.answer(navigation('/')))
    await vi.waitFor(() => expect(late).toBeDefined())
    late?.()
    expect(await answer).toBe('page')
  })

  it('keeps files that carry their hash at first use, and asks for them once', async () => {
    const { worker } = world()
    const lazy = () => text(worker.answer(new Request(`${ORIGIN}/assets/lazy.js`)))
    expect(await lazy()).toBe('more code')
    online = false
    expect(await lazy()).toBe('more code')
    expect(fetched.mock.calls).toEqual([['/assets/lazy.js']])
  })

  it('keeps no failure', async () => {
    const { worker } = world()
    relay.delete('/assets/lazy.js')
    expect((await worker.answer(new Request(`${ORIGIN}/assets/lazy.js`)))?.status).toBe(404)
    relay.set('/assets/lazy.js', 'more code')
    expect(await text(worker.answer(new Request(`${ORIGIN}/assets/lazy.js`)))).toBe('more code')
  })

  it.each([
    ['another path', new Request(`${ORIGIN}/health`)],
    ['another origin', new Request('https://mallory.example/assets/app.js')],
    ['anything but reading', new Request(`${ORIGIN}/assets/app.js`, { method: 'POST' })],
  ])('leaves %s alone', (_what, request) => {
    expect(world().worker.answer(request)).toBeNull()
  })

  it('keeps no address that a link was opened at, only the page (P19)', async () => {
    const { worker, stores } = world()
    await worker.install()
    const opened = Object.defineProperty(new Request(`${ORIGIN}/p#c2VjcmV0`), 'mode', { value: 'navigate' })
    await worker.answer(opened)
    const kept = [...stores.values()].flatMap((store) => [...store.keys()])
    expect(kept.length).toBeGreaterThan(0)
    expect(kept.filter((address) => /c2VjcmV0|\/p\b/.test(address))).toEqual([])
  })

  it('keeps all of a version or nothing', async () => {
    const { worker } = world()
    relay.delete('/assets/app.js')
    await expect(worker.install()).rejects.toThrow('one is missing')
  })

  it('forgets the versions before, and nothing that is not its own', async () => {
    const { worker, make, stores } = world('one')
    await worker.install()
    stores.set('of another program', new Map())
    const next = make('two')
    await next.install()
    await next.activate()
    expect([...stores.keys()]).toEqual(['of another program', 'hearth-two'])
  })
})

describe('the shell', () => {
  const chunk = (fileName: string, over: object = {}) => ({
    ...{ type: 'chunk' as const, fileName, name: fileName, isEntry: false, facadeModuleId: null, code: '' },
    ...{ imports: [], dynamicImports: [] },
    ...over,
  })

  it('has the page, its code and styles and every screen, but not what is heavy and seldom', () => {
    const css = { viteMetadata: { importedCss: new Set(['app.css']) } }
    const bundle = {
      'index.html': { type: 'asset' as const, fileName: 'index.html', source: '' },
      'sw.js': chunk('sw.js', { name: 'sw', isEntry: true }),
      'app.js': chunk('app.js', {
        isEntry: true,
        imports: ['both.js'],
        dynamicImports: ['screen.js', 'qr.js'],
        ...css,
      }),
      'both.js': chunk('both.js', { imports: ['app.js'] }),
      'screen.js': chunk('screen.js', {
        facadeModuleId: '/x/features/pair/PairScreen.tsx',
        dynamicImports: ['qr.js'],
      }),
      'qr.js': chunk('qr.js', { facadeModuleId: '/x/jsqr.js' }),
    }
    expect(shellOf(bundle)).toEqual(['/', '/app.css', '/app.js', '/both.js', '/screen.js'])
  })
})
